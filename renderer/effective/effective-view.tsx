import { Layers } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { EffectiveConfig, ValueSource } from '../../core/contract/effective.ts'
import type { Path, Range } from '../../core/document/types.ts'
import { sourceWords } from '../../core/effective/index.ts'
import { Alert, Gap, Panel, SourceLink, valueText } from '../panel/index.ts'
import { Badge, Checkbox, type Column, DataTable, EmptyState, Select, TextInput } from '../ui/index.ts'
import './effective.css'
import { type EffectiveFilter, type EffectiveRow, effectiveRows, filterEffective } from './effective-rows.ts'

export interface EffectiveViewProps {
  readonly config: EffectiveConfig
  readonly stages: readonly { readonly id: string; readonly label: string }[]
  /** Stage that is selected in the graph: the table opens at it. */
  readonly selected: string | null
  readonly onReveal: (place: Path | Range) => void
}

const EVERYTHING = 'everything'
const TOP = 'top'
const STAGE = 'stage:'

/** Every field after all layers, with the layer that gave it and those that it hides. */
export function EffectiveView({ config, stages, selected, onReveal }: EffectiveViewProps) {
  const [where, setWhere] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [defaults, setDefaults] = useState(false)
  const [contested, setContested] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const place = where ?? (selected === null ? EVERYTHING : STAGE + selected)
  const rows = useMemo(() => effectiveRows(config), [config])
  const shown = useMemo(
    () => filterEffective(rows, { stage: stageOf(place), words, defaults, contested }),
    [rows, place, words, defaults, contested],
  )
  const columns = useMemo(() => {
    const all = columnsFor(stages, onReveal)
    return place === EVERYTHING ? all : all.filter(({ id }) => id !== 'stage')
  }, [place, stages, onReveal])
  const row = shown.find(({ key }) => key === chosen) ?? shown[0] ?? null
  return (
    <Panel
      bar={
        <>
          <Select
            aria-label="Part of the configuration"
            value={place}
            options={[
              { value: EVERYTHING, label: 'Everything' },
              { value: TOP, label: 'Top level' },
              ...stages.map(({ id, label }) => ({ value: STAGE + id, label: `Stage ${label}` })),
            ]}
            onChange={setWhere}
          />
          <TextInput
            type="search"
            aria-label="Filter fields"
            placeholder="Filter"
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
          <Checkbox label="Overruled values only" checked={contested} onChange={setContested} />
          <Checkbox label="Defaults" checked={defaults} onChange={setDefaults} />
          <Gap />
          <span className="sw-muted">{shown.length === 1 ? '1 field' : `${shown.length} fields`}</span>
        </>
      }
    >
      <Chain chain={config.chain} onReveal={onReveal} />
      {row === null ? (
        <NothingShown filtered={words !== '' || contested} defaults={defaults} />
      ) : (
        <div className="sw-panel-columns">
          <div className="sw-panel-main sw-effective">
            <DataTable
              label="Effective configuration"
              columns={columns}
              rows={shown}
              rowKey={({ key }) => key}
              selectedKey={row.key}
              onSelect={({ key }) => setChosen(key)}
              onActivate={({ field }) => field.source.range !== null && onReveal(field.source.range)}
            />
          </div>
          <div className="sw-panel-side">
            <Stack row={row} onReveal={onReveal} />
          </div>
        </div>
      )}
    </Panel>
  )
}

function NothingShown({ filtered, defaults }: { readonly filtered: boolean; readonly defaults: boolean }) {
  return (
    <EmptyState
      icon={<Layers size={22} />}
      title={filtered ? 'No field passes the filter' : 'No field is written here'}
    >
      {!defaults && 'Values that nobody wrote are hidden; tick Defaults to see them.'}
    </EmptyState>
  )
}

const stageOf = (place: string): EffectiveFilter['stage'] =>
  place === EVERYTHING ? undefined : place === TOP ? null : place.slice(STAGE.length)

function Chain(props: {
  readonly chain: EffectiveConfig['chain']
  readonly onReveal: EffectiveViewProps['onReveal']
}) {
  const missing = props.chain.filter(({ found, problem }) => !found || problem !== null)
  return (
    <>
      {props.chain.length > 0 && (
        <p className="sw-effective-chain">
          Laid over{' '}
          {props.chain.map(({ file, found }, index) => (
            <span key={file} title={file}>
              {index > 0 && ', then '}
              <code>{file.split(/[\\/]/).at(-1)}</code>
              {!found && <Badge tone="error">not found</Badge>}
            </span>
          ))}
        </p>
      )}
      {missing.map(({ file, path, problem }) => (
        <Alert key={file} tone="warning">
          {problem ?? `${file} was not found, so what it says is missing here.`}{' '}
          <button type="button" className="sw-link" onClick={() => props.onReveal(path)}>
            Show where it is named
          </button>
        </Alert>
      ))}
    </>
  )
}

/** All layers that give a field, the strongest first. */
function Stack(props: { readonly row: EffectiveRow; readonly onReveal: EffectiveViewProps['onReveal'] }) {
  const { field, stage } = props.row
  const layers = [{ value: field.value, source: field.source }, ...field.hidden]
  return (
    <article className="sw-effective-stack" aria-label={`Layers of ${field.key}`}>
      <h3 className="sw-mono">{field.key}</h3>
      <ol>
        {layers.map(({ value, source }, index) => (
          <li key={layerKey(source)} data-wins={index === 0}>
            <div>
              <SourceLink source={source} stage={stage} onReveal={props.onReveal} />
              {index === 0 ? <Badge tone="accent">counts</Badge> : <span className="sw-muted"> hidden</span>}
            </div>
            <code>{valueText(value)}</code>
          </li>
        ))}
      </ol>
    </article>
  )
}

const layerKey = (source: ValueSource): string =>
  `${source.provenance} ${source.file ?? ''} ${source.path.join('.')} ${source.range?.start ?? ''}`

const columnsFor = (
  stages: EffectiveViewProps['stages'],
  onReveal: EffectiveViewProps['onReveal'],
): readonly Column<EffectiveRow>[] => [
  {
    id: 'stage',
    header: 'Stage',
    width: '84px',
    cell: ({ stage }) => (stage === null ? '–' : (stages.find(({ id }) => id === stage)?.label ?? stage)),
    sortValue: ({ stage }) => stage,
  },
  {
    id: 'field',
    header: 'Field',
    width: '40%',
    cell: ({ field }) => (
      <code className="sw-truncate" title={field.key}>
        {field.key}
      </code>
    ),
    sortValue: ({ field }) => field.key,
  },
  {
    id: 'value',
    header: 'Value',
    cell: ({ field }) => (
      <code className="sw-truncate" title={valueText(field.value)}>
        {valueText(field.value)}
      </code>
    ),
    sortValue: ({ field }) => valueText(field.value),
  },
  {
    id: 'from',
    header: 'From',
    width: '128px',
    from: 480,
    cell: ({ field, stage }) => (
      <span className="sw-truncate">
        <SourceLink source={field.source} stage={stage} onReveal={onReveal} />
      </span>
    ),
    sortValue: ({ field }) => sourceWords(field.source),
  },
  {
    id: 'hidden',
    header: 'Hides',
    width: '58px',
    from: 620,
    align: 'end',
    cell: ({ field }) => (field.hidden.length === 0 ? '' : field.hidden.length),
    sortValue: ({ field }) => field.hidden.length,
  },
]
