import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Finding } from '../../core/contract/finding.ts'
import type { ParsedDocument, Path, Range } from '../../core/document/types.ts'
import type { FieldGroup } from '../../core/schema/index.ts'
import type { PyValue } from '../../core/value/index.ts'
import { Button } from '../ui/index.ts'
import { AddField } from './add-field.tsx'
import { FieldRow } from './field-row.tsx'
import {
  type FieldFilter,
  type FormField,
  findingsAt,
  isInside,
  isOffered,
  isShown,
  samePath,
} from './form-model.ts'
import './inspector.css'

export interface FieldFormProps {
  readonly document: ParsedDocument
  readonly fields: readonly FormField[]
  readonly findings: readonly Finding[]
  readonly engine?: FieldFilter['engine']
  readonly disabled: boolean
  /** The place that the user was led to; `serial` grows each time. */
  readonly revealed: { readonly path: Path; readonly serial: number } | null
  readonly onSet: (field: FormField, value: PyValue) => void
  readonly onReset: (field: FormField) => void
  readonly onReveal: (place: Path | Range) => void
}

const GROUP_TITLES: Readonly<Record<FieldGroup, string>> = {
  identity: 'Identity',
  placement: 'Placement',
  memory: 'Memory',
  batching: 'Batching',
  parallel: 'Parallelism',
  wiring: 'Wiring',
  kv: 'KV transfer',
  streaming: 'Streaming',
  sampling: 'Sampling',
  model: 'Model',
  diffusion: 'Diffusion',
  session: 'Session',
  engine: 'Engine',
  other: 'Settings',
  internal: 'Set by the framework',
}

const GROUPS = Object.keys(GROUP_TITLES) as readonly FieldGroup[]

/** The fields of one mapping, by group; those that are not written and not common are added on demand. */
export function FieldForm(props: FieldFormProps) {
  const { fields, revealed } = props
  const [added, setAdded] = useState<readonly Path[]>([])
  const [adding, setAdding] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const filter: FieldFilter = {
    engine: props.engine ?? null,
    wanted: revealed === null ? added : [...added, revealed.path],
  }
  const shown = fields.filter(field => isShown(field, filter))
  const offered = fields.filter(field => isOffered(field, filter))
  const marked = markedField(shown, revealed?.path ?? null)
  const markedKey = marked === null ? null : JSON.stringify(marked.path)

  // biome-ignore lint/correctness/useExhaustiveDependencies: leads there again when the same place is revealed again
  useEffect(() => {
    if (markedKey !== null) rowOf(box.current, markedKey)?.scrollIntoView({ block: 'nearest' })
  }, [markedKey, revealed?.serial])

  const add = (field: FormField) => {
    setAdded(paths => [...paths, field.path])
    setAdding(false)
    const key = JSON.stringify(field.path)
    requestAnimationFrame(() => rowOf(box.current, key)?.querySelector<HTMLElement>(CONTROLS)?.focus())
  }

  return (
    <div ref={box} className="sw-form">
      {GROUPS.map(group => {
        const rows = shown.filter(field => field.info.group === group)
        if (rows.length === 0) return null
        const open =
          ALWAYS_OPEN.has(group) ||
          rows.some(row => row === marked || isTold(row, props.findings) || wasAdded(row, added))
        return (
          <Group key={group} group={group} open={open} hint={rows.map(row => row.info.title).join(', ')}>
            {rows.map(field => (
              <FieldRow
                key={field.info.path.join('.')}
                document={props.document}
                field={field}
                findings={findingsAt(props.findings, field.path)}
                disabled={props.disabled}
                marked={field === marked}
                onSet={props.onSet}
                onReset={props.onReset}
                onReveal={props.onReveal}
              />
            ))}
          </Group>
        )
      })}
      {offered.length > 0 && !adding && (
        <Button small icon={<Plus size={13} />} disabled={props.disabled} onClick={() => setAdding(true)}>
          Add a field
        </Button>
      )}
      {adding && <AddField fields={offered} onAdd={add} onClose={() => setAdding(false)} />}
    </div>
  )
}

const CONTROLS = 'input, select, textarea'

/** What everybody sets; the other groups open when the file says something in them. */
const ALWAYS_OPEN: ReadonlySet<FieldGroup> = new Set(['identity', 'placement', 'memory', 'other'])

/** Written here, or there is a problem with it. */
const isTold = ({ node, path, info }: FormField, findings: readonly Finding[]): boolean =>
  !info.internal && (node !== null || findingsAt(findings, path).length > 0)

const wasAdded = ({ path }: FormField, added: readonly Path[]): boolean =>
  added.some(other => samePath(other, path))

const rowOf = (box: HTMLElement | null, key: string): HTMLElement | null =>
  [...(box?.querySelectorAll<HTMLElement>('[data-path]') ?? [])].find(row => row.dataset.path === key) ?? null

/** The field at the place, or the innermost one around it. */
function markedField(fields: readonly FormField[], path: Path | null): FormField | null {
  if (path === null) return null
  const around = fields.filter(field => isInside(path, field.path))
  return around.sort((a, b) => b.path.length - a.path.length)[0] ?? null
}

function Group(props: {
  readonly group: FieldGroup
  readonly open: boolean
  /** What is inside, shown while it is closed. */
  readonly hint: string
  readonly children: React.ReactNode
}) {
  return (
    <details className="sw-form-group" open={props.open}>
      <summary title={props.hint}>
        {GROUP_TITLES[props.group]}{' '}
        <span className="sw-form-hint" aria-hidden="true">
          {props.hint}
        </span>
      </summary>
      {props.children}
    </details>
  )
}
