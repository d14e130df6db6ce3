import type { EdgeSpec, Provenance } from '../contract/analysis.ts'
import { type ResolvedText, resolveText } from '../resolve-text.ts'
import { isDict, isInt, type PyDict, type PyValue, pyEquals, pyStr } from '../value/index.ts'
import { CHANGED_DEFAULTS, DEAD_EXTRA, isTopologyKey, RENAMED_CLASSES } from './keys.ts'
import type { EqualityRow } from './types.ts'

const EMPTY: PyDict = new Map()

function row(
  subject: string,
  field: string,
  before: PyValue | undefined,
  after: PyValue | undefined,
  reason: string | null = null,
): EqualityRow {
  const equal = before !== undefined && after !== undefined ? pyEquals(before, after) : before === after
  return { subject, field, before, after, equal, reason: equal ? null : reason }
}

const edgeName = (edge: { readonly from: string; readonly to: string }): string =>
  `edge ${edge.from} → ${edge.to}`

/** Settings of `extra` side by side, in the order in which the old one has them. */
function extraRows(subject: string, before: PyDict, after: PyDict): readonly EqualityRow[] {
  const keys = new Set([...before.keys(), ...after.keys()].map(pyStr))
  return [...keys].map(key =>
    row(
      subject,
      `extra.${key}`,
      before.get(key),
      after.get(key),
      DEAD_EXTRA.has(key) ? 'Nothing has read this key since 2026.' : null,
    ),
  )
}

function edgeRows(before: EdgeSpec | undefined, after: EdgeSpec | undefined): readonly EqualityRow[] {
  const subject = edgeName(before ?? after ?? { from: '?', to: '?' })
  const old = before?.spec.name
  const renamed = old !== undefined && RENAMED_CLASSES.get(old) === after?.spec.name
  return [
    row(
      subject,
      'connector',
      old,
      after?.spec.name,
      renamed ? 'The same class under its present name.' : null,
    ),
    ...extraRows(subject, before?.spec.extra ?? EMPTY, after?.spec.extra ?? EMPTY),
  ]
}

function transferRows(before: ResolvedText, after: ResolvedText): readonly EqualityRow[] {
  const outcome = (resolved: ResolvedText): PyValue =>
    resolved.transfer.ok ? null : resolved.transfer.error.message
  if (!before.transfer.ok || !after.transfer.ok)
    return [row('file', 'transfer', outcome(before), outcome(after))]
  const edgesOf = (resolved: ResolvedText): ReadonlyMap<string, EdgeSpec> =>
    new Map(
      (resolved.transfer.ok ? (resolved.transfer.value?.connectors ?? []) : []).map(edge => [
        edgeName(edge),
        edge,
      ]),
    )
  const [old, now] = [edgesOf(before), edgesOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap(name => edgeRows(old.get(name), now.get(name)))
}

/** Fields that somebody wrote, by name; what the file leaves to the runtime is compared by `CHANGED_DEFAULTS`. */
function writtenFields(
  resolved: ResolvedText,
  id: string,
  without?: Provenance,
): ReadonlyMap<string, PyValue> {
  const stage = resolved.effective.stages.find(candidate => candidate.id === id)
  const written =
    stage?.fields.filter(({ source }) => source.provenance !== 'default' && source.provenance !== without) ??
    []
  return new Map(written.map(field => [field.key, field.value]))
}

/** Parts of a legacy stage that say how its process runs, which a deploy file has no word for. */
const GONE = new Map([
  ['process', 'Every stage has a process of its own.'],
  ['runtime', 'Its settings stand on the stage.'],
])

function legacyFields(
  fields: ReadonlyMap<string, PyValue>,
  diffusion: boolean,
): ReadonlyMap<string, PyValue> {
  const seen = new Map(fields)
  const batch = seen.get('max_batch_size')
  seen.delete('max_batch_size')
  if (batch !== undefined && !seen.has('max_num_seqs')) seen.set('max_num_seqs', batch)
  for (const { key, before, engine } of CHANGED_DEFAULTS)
    if (!seen.has(key) && (engine === 'any' || !diffusion)) seen.set(key, before)
  return seen
}

const WIRING = new Set(['input_connectors', 'output_connectors'])

function reasonFor(key: string, before: PyValue | undefined, after: PyValue | undefined): string | null {
  if (isTopologyKey(key)) return 'The registry’s pipeline says it, not the file.'
  if (key === 'omni_kv_config' && after !== undefined && before !== undefined)
    return 'A pipeline that has its own omni_kv_config replaces the file’s.'
  if (WIRING.has(key)) return 'Compared edge by edge: connectors written on the spot have a name now.'
  return GONE.get(key) ?? null
}

function stageRows(
  before: ResolvedText,
  after: ResolvedText,
  id: string,
  diffusion: boolean,
): readonly EqualityRow[] {
  const old = legacyFields(writtenFields(before, id), diffusion)
  const now = writtenFields(after, id)
  const added = [...writtenFields(after, id, 'pipeline').keys()].filter(key => !old.has(key))
  const keys = [...old.keys(), ...added]
  return keys
    .filter(key => key !== 'async_chunk')
    .map(key => {
      const [a, b] = [old.get(key), now.get(key)]
      const devices = key === 'devices' && a !== undefined && isInt(a) ? pyStr(a) : a
      return row(`stage ${id}`, key, devices, b, reasonFor(key, a, b))
    })
}

/** What both resolvers make of the two files, setting by setting. */
export function equalityTable(
  legacy: string,
  deploy: string,
  fileNames: { readonly legacy: string; readonly deploy: string },
  asyncChunk: boolean,
  isDiffusion: (id: string) => boolean,
): readonly EqualityRow[] {
  const before = resolveText(legacy, { fileName: fileNames.legacy })
  const after = resolveText(deploy, { fileName: fileNames.deploy })
  const root = after.document.value
  const chunk = isDict(root) ? root.get('async_chunk') : undefined
  const ids = before.effective.stages.map(stage => stage.id)
  return [
    row('file', 'async_chunk', asyncChunk, chunk),
    ...transferRows(before, after),
    ...ids.flatMap(id => stageRows(before, after, id, isDiffusion(id))),
  ]
}
