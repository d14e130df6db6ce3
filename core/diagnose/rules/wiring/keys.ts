import { isString, type PyValue, pyStr } from '../../../value/index.ts'
import { listedEdges, type Wire, wireMarker } from '../../config.ts'
import { renameKey } from '../../fixes.ts'
import { knownStages, knownWords } from '../../stages.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { quote } from '../../words.ts'

const wellFormed = (wire: Wire): boolean =>
  isString(wire.key) && new RegExp(`^${wireMarker(wire.section)}\\d+$`).test(wire.key)

/** The stage that a mistyped key means: its only number, where such a stage exists. */
function meantStage(view: RuleView, wire: Wire): string | null {
  const numbers = pyStr(wire.key).match(/\d+/g) ?? []
  const [only] = numbers
  if (numbers.length !== 1 || only === undefined) return null
  const id = String(Number(only))
  return id !== wire.stage && view.stageById.get(id) !== undefined && knownStages(view).ids.has(id)
    ? id
    : null
}

function misspelt(view: RuleView, wire: Wire): FindingDraft {
  const key = pyStr(wire.key)
  const meant = meantStage(view, wire)
  const right = meant === null ? null : `${wireMarker(wire.section)}${meant}`
  const peer = wire.section === 'input_connectors' ? wire.from : wire.to
  const real =
    meant === null
      ? ''
      : ` The real edge ${wire.section === 'input_connectors' ? `${meant}→${wire.stage}` : `${wire.stage}→${meant}`} gets no connector from here.`
  return {
    message: `The key ${quote(key)} of stage ${wire.stage} is not of the form ${wireMarker(wire.section)}<id>, so the runtime takes ${quote(peer)} for a stage id.${real} ${right === null ? `Write ${wireMarker(wire.section)} and the id of a stage.` : `Write ${right}.`}`,
    place: { ...wire.place, part: 'key' },
    stages: [wire.stage],
    edges: [{ from: wire.from, to: wire.to }],
    ...(right === null ? {} : { fix: () => renameKey(view.document, wire.place.path, right) }),
  }
}

const toItself = (wire: Wire): FindingDraft => ({
  message: `Stage ${wire.stage} is wired to itself by ${quote(pyStr(wire.key))}: the runtime gives such an edge no role, and the pipeline refuses it. Remove the entry or name another stage.`,
  place: { ...wire.place, part: 'key' },
  stages: [wire.stage],
  edges: [{ from: wire.from, to: wire.to }],
})

/** A stage that nobody declares is certain where the topology is known, and only likely otherwise. */
function missing(view: RuleView, peer: string, what: string): Pick<FindingDraft, 'message' | 'severity'> {
  const { certain } = knownStages(view)
  const known = knownWords(view)
  return certain
    ? {
        message: `${what}, but there is no stage ${quote(peer)} (there are ${known}). Correct the id or add the stage.`,
      }
    : {
        message: `${what}, but the file has no stage ${quote(peer)} (it has ${known}), and which stages the pipeline adds is not known. Correct the id, or choose the pipeline.`,
        severity: 'warning',
      }
}

function ghostKeys(view: RuleView): readonly FindingDraft[] {
  const { ids } = knownStages(view)
  return view.config.wires.flatMap(wire => {
    if (!wellFormed(wire)) return misspelt(view, wire)
    if (wire.from === wire.to) return toItself(wire)
    const peer = wire.section === 'input_connectors' ? wire.from : wire.to
    if (ids.has(peer)) return []
    return {
      ...missing(view, peer, `Stage ${wire.stage} is wired to stage ${peer} by ${quote(pyStr(wire.key))}`),
      place: { ...wire.place, part: 'key' as const },
      stages: [wire.stage],
      edges: [{ from: wire.from, to: wire.to }],
    }
  })
}

function ghostEdges(view: RuleView): readonly FindingDraft[] {
  const { ids } = knownStages(view)
  const own = view.config.edgesPath
  return listedEdges(view.config, view.effective.transferInput).flatMap(({ from, to, position }) => {
    if (from === null || to === null) return []
    const edge = { from: pyStr(from), to: pyStr(to) }
    const ends: readonly (readonly [string, PyValue])[] = [
      ['from', from],
      ['to', to],
    ]
    return ends.flatMap(([key, value]) =>
      ids.has(pyStr(value))
        ? []
        : {
            ...missing(view, pyStr(value), `Edge ${edge.from}→${edge.to} names stage ${pyStr(value)}`),
            place: { path: [...own, position, key] },
            edges: [edge],
          },
    )
  })
}

export const GHOST_RULE: Rule = {
  code: 'WIRE-4',
  family: 'wiring',
  title: 'Edge to a stage that is not there',
  explanation:
    'The parser makes the other end of an edge by deleting `from_stage_` or `to_stage_` from the key and checks nothing: `from_stage0` or `from_0` become stages of that name. The ghost edge gets the connector, and the real edge silently becomes shared memory. The same happens with an id that no stage has, and with a stage that is wired to itself.\n\nIn deploy files the pipeline brings stages that the file need not list. Where the pipeline is not known, a missing stage is a warning only.',
  source: 'load_omni_transfer_config (the key is not validated)',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'silently-wrong',
  check: view => (view.readsWiring ? [...ghostKeys(view), ...ghostEdges(view)] : []),
}
