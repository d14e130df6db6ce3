import { isDict, isList, type PyDict, type PyList, type PyValue, pyStr } from '../value/index.ts'

/** What commands mean, on values alone: an account of its own against which the splices are held. */
type Change = (value: PyValue) => PyValue | undefined

const dict = (value: PyValue | undefined): PyDict => (isDict(value) ? value : new Map())
const list = (value: PyValue | undefined): PyList => (isList(value) ? value : [])

export function update(
  map: PyDict,
  key: string,
  change: (old: PyValue | undefined) => PyValue | undefined,
): PyDict {
  const next = new Map(map)
  const value = change(map.get(key))
  if (value === undefined) next.delete(key)
  else next.set(key, value)
  return next
}

export const isLegacy = (root: PyDict): boolean => root.has('stage_args')
export const stagesKey = (root: PyDict): string => (isLegacy(root) ? 'stage_args' : 'stages')
export const stagesOf = (root: PyDict): readonly PyDict[] => list(root.get(stagesKey(root))).map(dict)
export const idOf = (stage: PyDict): string => pyStr(stage.get('stage_id') ?? null)
const number = (id: string): PyValue => Number(id)

export const mapStages = (root: PyDict, change: (stage: PyDict) => PyDict | undefined): PyDict =>
  update(root, stagesKey(root), stages => list(stages).flatMap(stage => change(dict(stage)) ?? []))

/** The part of the file that holds `connectors` and `edges`. */
export function updateWiring(root: PyDict, key: string, change: Change): PyDict {
  const within = (map: PyDict): PyDict => update(map, key, old => change(old ?? null))
  return isLegacy(root) ? update(root, 'runtime', runtime => within(dict(runtime))) : within(root)
}

const unlessEmpty = <T extends PyDict | PyList>(value: T): T | undefined =>
  (isList(value) ? value.length : isDict(value) ? value.size : 0) === 0 ? undefined : value

const SIDES = [
  ['input_connectors', 'from_stage_'],
  ['output_connectors', 'to_stage_'],
] as const

/** Rewrites each wiring entry of each stage: a new key, or null to drop it. Emptied sections go. */
function rewire(stage: PyDict, decide: (side: 0 | 1, peer: string, value: PyValue) => string | null): PyDict {
  return SIDES.reduce((next, [section, marker], side) => {
    if (!next.has(section)) return next
    return update(next, section, old => {
      const kept = [...dict(old)].flatMap(([key, value]) => {
        const peer = decide(side === 0 ? 0 : 1, pyStr(key).replaceAll(marker, ''), value)
        return peer === null ? [] : [[marker + peer, value] as const]
      })
      return kept.length === dict(old).size || kept.length > 0 ? new Map<PyValue, PyValue>(kept) : undefined
    })
  }, stage)
}

function sources(stage: PyDict, decide: (source: string) => PyValue | null): PyDict {
  if (!isList(stage.get('engine_input_source'))) return stage
  return update(stage, 'engine_input_source', old =>
    unlessEmpty(list(old).flatMap(source => decide(pyStr(source)) ?? [])),
  )
}

function edges(root: PyDict, decide: (edge: PyDict) => PyDict | null): PyDict {
  const holder = isLegacy(root) ? dict(root.get('runtime')) : root
  if (!isList(holder.get('edges'))) return root
  return updateWiring(root, 'edges', old => unlessEmpty(list(old).flatMap(edge => decide(dict(edge)) ?? [])))
}

const end = (edge: PyDict, key: 'from' | 'to'): string => pyStr(edge.get(key) ?? null)

function platforms(root: PyDict, decide: (stage: PyDict) => PyDict | null): PyDict {
  if (!isDict(root.get('platforms'))) return root
  return update(root, 'platforms', old => {
    const kept = [...dict(old)].map(
      ([name, platform]) =>
        [
          name,
          update(dict(platform), 'stages', stages =>
            unlessEmpty(list(stages).flatMap(stage => decide(dict(stage)) ?? [])),
          ),
        ] as const,
    )
    return new Map<PyValue, PyValue>(kept)
  })
}

export function withoutStage(root: PyDict, id: string): PyDict {
  const stages = mapStages(root, stage =>
    idOf(stage) === id
      ? undefined
      : sources(
          rewire(stage, (_, peer) => (peer === id ? null : peer)),
          source => (source === id ? null : number(source)),
        ),
  )
  const listed = edges(stages, edge => (end(edge, 'from') === id || end(edge, 'to') === id ? null : edge))
  return platforms(listed, stage => (idOf(stage) === id ? null : stage))
}

export function renumbered(root: PyDict, id: string, newId: string): PyDict {
  const other = (text: string): string => (text === id ? newId : text)
  const own = (stage: PyDict): PyDict =>
    idOf(stage) === id ? update(stage, 'stage_id', () => number(newId)) : stage
  const stages = mapStages(root, stage =>
    sources(
      rewire(own(stage), (_, peer) => other(peer)),
      source => number(other(source)),
    ),
  )
  const listed = edges(stages, edge =>
    update(
      update(edge, 'from', () => number(other(end(edge, 'from')))),
      'to',
      () => number(other(end(edge, 'to'))),
    ),
  )
  return platforms(listed, own)
}

export function disconnected(root: PyDict, from: string, to: string): PyDict {
  const stages = mapStages(root, stage => {
    const id = idOf(stage)
    const wired = rewire(stage, (side, peer) => {
      const [a, b] = side === 0 ? [peer, id] : [id, peer]
      return a === from && b === to ? null : peer
    })
    return id === to ? sources(wired, source => (source === from ? null : number(source))) : wired
  })
  return edges(stages, edge => (end(edge, 'from') === from && end(edge, 'to') === to ? null : edge))
}

/** Wires the edge on both sides, and names the source in a legacy file. */
export function connected(root: PyDict, from: string, to: string, label: string): PyDict {
  const legacy = isLegacy(root)
  return mapStages(root, stage => {
    const id = idOf(stage)
    let next = stage
    if (id === to) {
      next = update(next, 'input_connectors', old => update(dict(old), `from_stage_${from}`, () => label))
      if (legacy && !list(next.get('engine_input_source')).some(source => pyStr(source) === from))
        next = update(next, 'engine_input_source', old => [...list(old), number(from)])
    }
    return id === from
      ? update(next, 'output_connectors', old => update(dict(old), `to_stage_${to}`, () => label))
      : next
  })
}
