import { describe, expect, it } from 'vitest'
import { resolveText } from '../resolve-text.ts'
import { runRules } from './engine.ts'
import { RULES } from './registry.ts'

/** Counts how often members of listed things are read: a search from the front reads one member of each. */
class Reads {
  count = 0

  watch<T extends object>(items: readonly T[], names: readonly (keyof T)[]): T[] {
    return items.map(item => {
      const watched = { ...item }
      for (const name of names)
        Object.defineProperty(watched, name, {
          enumerable: true,
          get: () => {
            this.count += 1
            return item[name]
          },
        })
      return watched
    })
  }
}

/** How often the rules read the ends of edges, the ids of stages and the labels of connectors. */
function readsOf(text: string): number {
  const reads = new Reads()
  const resolved = resolveText(text)
  const { transfer, kv } = resolved
  const connectors = transfer.ok ? reads.watch(transfer.value?.connectors ?? [], ['from', 'to']) : []
  runRules(
    RULES,
    {
      ...resolved,
      context: {},
      edges: reads.watch(resolved.edges, ['from', 'to', 'id']),
      stages: reads.watch(resolved.stages, ['id']),
      connectors: reads.watch(resolved.connectors, ['label']),
      kv: {
        stages: reads.watch(kv.stages, ['stage', 'from']),
        transfers: reads.watch(kv.transfers, ['from', 'to']),
      },
      transfer: transfer.ok ? { ...transfer, value: { connectors } } : transfer,
    },
    {},
  )
  return reads.count
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('')

const engines = (count: number): string =>
  `connectors:\n${lines(count, at => `  c${at}: {name: MooncakeTransferEngineConnector, extra: {zmq_port: ${20000 + at}}}\n`)}`

const SHAPES: Readonly<Record<string, (size: number) => string>> = {
  'a star whose stages nobody declares': size =>
    `connectors: {shm: {name: SharedMemoryConnector}}\nstages:\n  - stage_id: 0\n    output_connectors:\n${lines(size, at => `      to_stage_${at + 1}: shm\n`)}`,
  'a star of declared stages': size =>
    `connectors: {shm: {name: SharedMemoryConnector}}\nstages:\n  - stage_id: 0\n    output_connectors:\n${lines(size, at => `      to_stage_${at + 1}: shm\n`)}${lines(size, at => `  - stage_id: ${at + 1}\n`)}`,
  'a chain, each edge with an engine of its own': size =>
    `${engines(size)}stages:\n${lines(size, at => `  - stage_id: ${at}\n    input_connectors: {from_stage_${at - 1}: c${at}}\n    output_connectors: {to_stage_${at + 1}: c${(at + 1) % size}}\n`)}`,
  'a chain that hands its KV cache on': size =>
    `${engines(size)}stages:\n${lines(size, at => `  - stage_id: ${at}\n    omni_kv_config: {need_send_cache: true, need_recv_cache: true}\n    output_connectors: {to_stage_${at + 1}: c${at}}\n`)}`,
  'an older file with sources': size =>
    `stage_args:\n${lines(size, at => `  - stage_id: s${at}\n    engine_input_source: [s${(at * 7 + 1) % size}]\n`)}`,
}

describe('the rules', () => {
  it.each(Object.keys(SHAPES))('look at twice as much for twice of %s', name => {
    const shape = SHAPES[name] ?? (() => '')
    const [small, large] = [readsOf(shape(60)), readsOf(shape(120))]
    expect(small).toBeGreaterThan(60)
    expect(large / small).toBeLessThan(2.4)
  })
})
