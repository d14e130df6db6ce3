import type { EdgeRef } from '../../../contract/finding.ts'
import { dictGet, isDict, type PyDict, type PyValue, pyEquals, pyRepr, pyStr } from '../../../value/index.ts'
import type { Wire } from '../../config.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, nearestLabel, quote } from '../../words.ts'

const edgeOf = (wire: Wire): EdgeRef => ({ from: wire.from, to: wire.to })
export const edgeName = (edge: EdgeRef): string => `${edge.from}→${edge.to}`
const wireName = (wire: Wire): string => `stage ${wire.stage}, ${wire.section}.${pyStr(wire.key)}`

const classOf = (definition: PyValue): PyValue | undefined =>
  isDict(definition) ? dictGet(definition, 'name') : undefined

const extraOf = (definition: PyValue): PyDict | null => {
  const extra = isDict(definition) ? dictGet(definition, 'extra') : undefined
  return extra === undefined ? new Map() : isDict(extra) ? extra : null
}

/** Among more labels than that nobody looks for the one that was meant. */
const MOST_LABELS = 200

/** References that `connectors` does not define. */
function undefinedReferences(view: RuleView): readonly FindingDraft[] {
  if (!view.readsWiring) return []
  const labels = view.config.definitions.map(definition => definition.label)
  const known = new Set(labels)
  const where = view.config.connectorsPath.join('.')
  const defined =
    labels.length === 0
      ? `${where} defines no connector`
      : `${where} defines only ${listWords(labels.map(quote))}`
  const meantLabel = (label: string) => (labels.length > MOST_LABELS ? null : nearestLabel(label, labels))
  return view.config.wires.flatMap(wire => {
    if (wire.label === null || known.has(wire.label)) return []
    const label = wire.label
    const meant = meantLabel(label)
    const advice = meant === null ? 'Define it, or name one of those.' : `Did you mean ${quote(meant)}?`
    return {
      message: `Stage ${wire.stage} takes connector ${quote(label)} for edge ${edgeName(wire)}, but ${defined}. ${labels.length === 0 ? `Add ${quote(label)} there.` : advice}`,
      place: wire.place,
      stages: [wire.stage],
      edges: [edgeOf(wire)],
      ...(meant === null
        ? {}
        : { fix: () => setValue(view.document, wire.place.path, meant, `Use ${quote(meant)}`) }),
    }
  })
}

const UNDEFINED: Rule = {
  code: 'WIRE-1',
  family: 'wiring',
  title: 'Undefined connector',
  explanation:
    'A stage names a connector that the file does not define. The parser raises `Undefined connector reference`; a serving engine logs that as a warning and goes on without any transfer configuration, so every edge loses its connector. Define the label below `connectors` (legacy files: `runtime.connectors`) or correct the reference.',
  source: 'load_omni_transfer_config',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: undefinedReferences,
}

/** Later wires of an edge, each with the one that the parser registered first. */
function laterWires(view: RuleView): readonly { readonly first: Wire; readonly later: Wire }[] {
  if (!view.readsWiring) return []
  const firsts = new Map<string, Wire>()
  return view.config.wires.flatMap(wire => {
    if (!isDict(wire.definition)) return []
    const key = JSON.stringify([wire.from, wire.to])
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, wire)
    return first === undefined ? [] : [{ first, later: wire }]
  })
}

const sameReference = (view: RuleView, first: Wire, later: Wire) =>
  first.label === null
    ? {}
    : {
        fix: () =>
          setValue(
            view.document,
            later.place.path,
            first.label,
            `Use ${quote(first.label ?? '')} on both ends`,
          ),
      }

function typeMismatches(view: RuleView): readonly FindingDraft[] {
  return laterWires(view).flatMap(({ first, later }) => {
    const [a, b] = [classOf(first.definition), classOf(later.definition)]
    if (a === undefined || b === undefined || pyEquals(a, b)) return []
    return {
      message: `The two ends of edge ${edgeName(later)} name different classes: ${pyStr(a)} (${wireName(first)}) and ${pyStr(b)} (${wireName(later)}). Use one connector on both ends.`,
      place: later.place,
      stages: [first.stage, later.stage],
      edges: [edgeOf(later)],
      related: [{ ...first.place, message: `This end came first and says ${pyStr(a)}` }],
      ...sameReference(view, first, later),
    }
  })
}

const MISMATCH: Rule = {
  code: 'WIRE-2',
  family: 'wiring',
  title: 'Two classes on one edge',
  explanation:
    'Both ends of an edge are wired, and to connectors of different classes. Only the names are compared, so an alias counts as another class (`MooncakeConnector` and `MooncakeStoreConnector`). The parser raises `Connector type mismatch`.',
  source: 'load_omni_transfer_config',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: typeMismatches,
}

interface Difference {
  readonly key: string
  readonly first: string
  readonly later: string
}

const shown = (value: PyValue | undefined): string => (value === undefined ? 'not set' : pyRepr(value))

function differences(first: PyDict, later: PyDict): readonly Difference[] {
  const keys = new Set([...first.keys(), ...later.keys()].map(pyStr))
  return [...keys].flatMap(key => {
    const [a, b] = [dictGet(first, key), dictGet(later, key)]
    if (a !== undefined && b !== undefined && pyEquals(a, b)) return []
    return a === b ? [] : { key, first: shown(a), later: shown(b) }
  })
}

function extraMismatches(view: RuleView): readonly FindingDraft[] {
  return laterWires(view).flatMap(({ first, later }) => {
    const [a, b] = [classOf(first.definition), classOf(later.definition)]
    const [won, lost] = [extraOf(first.definition), extraOf(later.definition)]
    if (a === undefined || b === undefined || !pyEquals(a, b) || won === null || lost === null) return []
    const found = differences(won, lost)
    if (found.length === 0) return []
    return {
      message: `The two ends of edge ${edgeName(later)} set ${listWords(found.map(item => item.key))} differently. The runtime takes what it reads first (${wireName(first)}) on both ends and drops this one; use one connector on both ends.`,
      arithmetic: found.map(item => `${item.key}: ${item.first} wins over ${item.later}`).join('; '),
      place: later.place,
      stages: [first.stage, later.stage],
      edges: [edgeOf(later)],
      related: [{ ...first.place, message: 'This end wins' }],
      ...sameReference(view, first, later),
    }
  })
}

const EXTRA_MISMATCH: Rule = {
  code: 'WIRE-3',
  family: 'wiring',
  title: 'Two settings on one edge',
  explanation:
    'Both ends of an edge are wired to the same class with different `extra` settings. The specification belongs to the edge: the one that is parsed first wins (stages in the order of the list, inputs before outputs), and the other is dropped without a word, its port and pool size included.',
  source: 'load_omni_transfer_config',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'silently-wrong',
  check: extraMismatches,
}

export const REFERENCE_RULES: readonly Rule[] = [UNDEFINED, MISMATCH, EXTRA_MISMATCH]
