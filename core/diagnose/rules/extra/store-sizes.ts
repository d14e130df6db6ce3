import { connectorEntry, extraKey } from '../../../connectors/index.ts'
import type { EdgeView } from '../../../contract/analysis.ts'
import { edgePreset } from '../../../payload/index.ts'
import { dictGet, isInt, type PyDict } from '../../../value/index.ts'
import { placeAt } from '../../config.ts'
import { setValue } from '../../fixes.ts'
import { connectorPath, kvTransfersOf, specOf } from '../../lookups.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { countWords, wholeNumber } from '../../words.ts'

interface Load {
  /** Bytes of one object in the store. */
  readonly bytes: number
  readonly perRequest: number
  readonly what: string
}

/** What one request puts on the edge, where the pipeline tells. */
function loadOf(view: RuleView, edge: EdgeView): Load | null {
  const kv = kvTransfersOf(view, edge).find(transfer => transfer.needSend)
  if (kv?.bytesPerRank != null)
    return {
      bytes: kv.bytesPerRank,
      perRequest: kv.keysPerRequest * Math.max(1, kv.fromTp),
      what: `KV cache, ${kv.bytesFormula ?? ''}`,
    }
  const preset = edgePreset(view.pipeline, edge.id)
  return preset === null ? null : { bytes: preset.bytes, perRequest: 1, what: preset.title }
}

function sizeOf(view: RuleView, extra: PyDict, name: string, key: string): number | null {
  const written = dictGet(extra, key)
  if (isInt(written)) return Number(written)
  const entry = connectorEntry(name, view.target)
  const known = entry === null ? null : extraKey(entry, key)
  return written === undefined && typeof known?.default === 'number' ? known.default : null
}

function inFlight(view: RuleView, stage: string): number {
  const field = view.field(stage, 'max_num_seqs')
  return field !== null && field.source.provenance !== 'default' && isInt(field.value)
    ? Number(field.value)
    : 1
}

function placeOf(view: RuleView, edge: EdgeView, key: string): Place {
  const path = connectorPath(view, edge.connectorLabel)
  const place = placeAt(view.document, path ?? edge.inputPath ?? edge.outputPath ?? edge.edgePath ?? [])
  return place.elsewhere === true || path === undefined ? place : { path: [...path, 'extra', key] }
}

/** Sets a size in the definition of the text; one that stands elsewhere is left alone. */
const raise = (view: RuleView, place: Place, bytes: number): Pick<FindingDraft, 'fix'> =>
  place.elsewhere === true || !place.path.includes('extra')
    ? {}
    : {
        fix: () =>
          setValue(view.document, place.path, bytes, `Set ${place.path.at(-1)} to ${wholeNumber(bytes)}`),
      }

function storeSizes(view: RuleView): readonly FindingDraft[] {
  return view.edges.flatMap(edge => {
    const spec = specOf(view, edge)?.spec
    if (spec === undefined) return []
    const { name, extra } = spec
    if (connectorEntry(name, view.target)?.name !== 'MooncakeStoreConnector') return []
    const load = loadOf(view, edge)
    if (load === null) return []
    const shared = { edges: [{ from: edge.from, to: edge.to }] }
    const requests = inFlight(view, edge.from)
    const need = load.bytes * load.perRequest * requests
    const segment = sizeOf(view, extra, name, 'segment')
    const buffer = sizeOf(view, extra, name, 'localbuf')
    const drafts: FindingDraft[] = []
    if (segment !== null && segment < need)
      drafts.push({
        ...shared,
        message: `The store segment of edge ${edge.from}→${edge.to} is smaller than what can be under way at once (${load.what}). Set segment to ${wholeNumber(need)} bytes or more.`,
        arithmetic: `${wholeNumber(load.bytes)} B × ${countWords(load.perRequest, 'object')} × ${countWords(requests, 'request')} = ${wholeNumber(need)} B > segment ${wholeNumber(segment)} B`,
        place: placeOf(view, edge, 'segment'),
        ...raise(view, placeOf(view, edge, 'segment'), need),
      })
    if (buffer !== null && buffer < load.bytes)
      drafts.push({
        ...shared,
        message: `The local buffer of edge ${edge.from}→${edge.to} is smaller than one payload (${load.what}). Set localbuf to ${wholeNumber(load.bytes)} bytes or more; a bench run shows whether your store needs it.`,
        arithmetic: `${wholeNumber(load.bytes)} B > localbuf ${wholeNumber(buffer)} B`,
        place: placeOf(view, edge, 'localbuf'),
        ...raise(view, placeOf(view, edge, 'localbuf'), load.bytes),
      })
    return drafts
  })
}

export const STORE_SIZES: Rule = {
  code: 'EXTRA-2',
  family: 'extra',
  title: 'Store too small for the payload',
  explanation:
    'A Mooncake store holds every payload that is under way in its `segment` (512 MiB by default) and moves each through `localbuf` (64 MiB). Payload sizes come from the pipeline: the KV cache of a typical prompt, or the usual payload of the edge; requests at once are the sender’s `max_num_seqs`. Where the pipeline is not known, nothing is said.',
  source: 'MooncakeStoreConnector, published payload sizes',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'falls-back',
  check: storeSizes,
}
