import { describe, expect, it } from 'vitest'
import type { TargetId } from '../contract/index.ts'
import {
  CONNECTORS,
  connectorEntry,
  connectorNames,
  describeConnector,
  describeExtraKey,
  type ExtraKey,
  extraKey,
  extraKeys,
  findConnector,
  keyStatus,
  mistakenKey,
  NATIVE_KV_CONNECTORS,
  nativeKvConnector,
  STREAMING_KEYS,
  transferEngineNames,
} from './index.ts'

const TARGETS: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']
const entryOf = (name: string) => {
  const entry = findConnector(name)
  if (entry === null) throw new Error(`no entry for ${name}`)
  return entry
}
const keyOf = (connector: string, key: string): ExtraKey => {
  const known = extraKey(entryOf(connector), key)
  if (known === null) throw new Error(`${connector} has no ${key}`)
  return known
}

describe('the connectors of a target', () => {
  it('are the two of December 2025', () => {
    expect([...connectorNames('2025-12')].sort()).toEqual(['MooncakeConnector', 'SharedMemoryConnector'])
  })
  it('are seven names in mid-2026, the alias included', () => {
    expect([...connectorNames('2026-07')].sort()).toEqual([
      'MooncakeConnector',
      'MooncakeStoreConnector',
      'MooncakeTransferEngineConnector',
      'MoriTransferEngineConnector',
      'SharedMemoryConnector',
      'YuanrongConnector',
      'YuanrongTransferEngineConnector',
    ])
  })
  it('gain NIXL and CUDA IPC later, and NIXL joins the transfer engines', () => {
    expect(connectorNames('2026-09')).toContain('NixlConnector')
    expect(connectorNames('2026-09')).toContain('CudaIpcConnector')
    expect(transferEngineNames('2026-07')).not.toContain('NixlConnector')
    expect(transferEngineNames('2026-09')).toContain('NixlConnector')
    expect(transferEngineNames('2025-12')).toEqual([])
  })
  it('include no branch-only class', () => {
    for (const target of TARGETS) expect(connectorEntry('PrisKVConnector', target)).toBeNull()
    expect(findConnector('PrisKVConnector')?.title).toBe('PrisKV store')
    expect(findConnector('CudaIPCConnector')?.name).toBe('CudaIpcConnector')
  })
  it('treat MooncakeConnector as the store', () => {
    expect(connectorEntry('MooncakeConnector', '2026-07')?.name).toBe('MooncakeStoreConnector')
    expect(connectorEntry('MooncakeStoreConnector', '2025-12')).toBeNull()
  })
  it.each(['constructor', '__proto__', 'toString', ''])('do not know %j', name => {
    expect(findConnector(name)).toBeNull()
    expect(connectorEntry(name, '2026-07')).toBeNull()
  })
})

describe('every entry', () => {
  it.each(CONNECTORS.map(entry => [entry.name, entry] as const))('%s is sound', (_name, entry) => {
    const names = entry.extra.map(key => key.name)
    expect(new Set(names).size).toBe(names.length)
    for (const key of entry.extra) {
      expect(key.meaning).toMatch(/^\S.*\.$/)
      if (key.choices !== undefined && typeof key.default === 'string' && key.default !== '')
        expect(key.choices).toContain(key.default)
      if (typeof key.default === 'number') {
        expect(key.default).toBeGreaterThanOrEqual(key.minimum ?? Number.NEGATIVE_INFINITY)
        expect(key.default).toBeLessThanOrEqual(key.maximum ?? Number.POSITIVE_INFINITY)
      }
    }
    for (const slip of entry.mistaken) {
      expect(names).not.toContain(slip.key)
      if (slip.instead !== null) expect(names).toContain(slip.instead)
    }
  })
  it('names a transfer engine only where it is registered', () => {
    for (const entry of CONNECTORS)
      for (const target of entry.transferEngineIn) expect(entry.registered[target]).toContain(entry.name)
  })
})

describe('the keys of extra', () => {
  it('carry the defaults of the runtime', () => {
    expect(keyOf('MooncakeTransferEngineConnector', 'zmq_port').default).toBe(50051)
    expect(keyOf('MooncakeTransferEngineConnector', 'memory_pool_size').default).toBe(1024 ** 3)
    expect(keyOf('MooncakeStoreConnector', 'segment').default).toBe(512 * 1024 ** 2)
    expect(keyOf('MooncakeStoreConnector', 'localbuf').default).toBe(64 * 1024 ** 2)
    expect(keyOf('YuanrongConnector', 'port').default).toBe(35001)
    expect(keyOf('YuanrongTransferEngineConnector', 'memory_pool_device').default).toBe('npu')
    expect(keyOf('NixlConnector', 'zmq_port').default).toBeUndefined()
    expect(keyOf('CudaIpcConnector', 'inline_tensor_bytes').default).toBe(65536)
  })
  it('say when the shared-memory threshold stopped working', () => {
    const shm = entryOf('SharedMemoryConnector')
    expect(TARGETS.map(target => keyStatus(shm, 'shm_threshold_bytes', target))).toEqual([
      'read',
      'ignored',
      'ignored',
    ])
    expect(TARGETS.map(target => keyStatus(shm, 'wakeup_scope', target))).toEqual([
      'not-yet',
      'not-yet',
      'read',
    ])
    expect(keyStatus(shm, 'host_ring_bytes', '2026-09')).toBe('branch-only')
    expect(keyStatus(shm, 'my_own_key', '2026-07')).toBe('passed-through')
  })
  it('of the stage processors are read whatever the class', () => {
    for (const entry of CONNECTORS)
      for (const key of STREAMING_KEYS) expect(keyStatus(entry, key.name, '2026-07')).toBe('read')
  })
  it('offered by a form hold no key that the target ignores', () => {
    const offered = extraKeys(entryOf('SharedMemoryConnector'), '2026-07').map(key => key.name)
    expect(offered).toContain('codec_chunk_frames')
    expect(offered).not.toContain('shm_threshold_bytes')
    expect(offered).not.toContain('host_ring_bytes')
  })
  it('tell proto from protocol', () => {
    expect(mistakenKey(entryOf('MooncakeConnector'), 'protocol')?.instead).toBe('proto')
    expect(mistakenKey(entryOf('MooncakeTransferEngineConnector'), 'proto')?.instead).toBe('protocol')
    expect(mistakenKey(entryOf('MooncakeTransferEngineConnector'), 'protocol')).toBeNull()
  })
  it('mark what the framework fills in', () => {
    for (const name of ['role', 'sender_host', 'sender_zmq_port', 'stage_id'])
      expect(keyOf('MoriTransferEngineConnector', name).internal).toBe(true)
    expect(keyOf('MoriTransferEngineConnector', 'zmq_port').internal).toBe(false)
  })
})

describe('hover texts', () => {
  it('say that a name is an alias, or not registered yet', () => {
    expect(
      describeConnector(entryOf('MooncakeConnector'), 'MooncakeConnector', '2026-07').join('\n'),
    ).toContain('older name of MooncakeStoreConnector')
    expect(describeConnector(entryOf('NixlConnector'), 'NixlConnector', '2026-07').join('\n')).toContain(
      'Target 2026-07 does not register NixlConnector; 2026-09 does.',
    )
    expect(describeConnector(entryOf('PrisKVConnector'), 'PrisKVConnector', '2026-09').join('\n')).toContain(
      'only a branch does',
    )
  })
  it('give type, range, default and status of a key', () => {
    const shm = entryOf('SharedMemoryConnector')
    const lines = describeExtraKey(
      shm,
      keyOf('SharedMemoryConnector', 'shm_threshold_bytes'),
      '2026-07',
    ).join('\n')
    expect(lines).toContain('integer, bytes, at least 0.')
    expect(lines).toContain('Default: 65536.')
    expect(lines).toContain('Ignored since 2026-07.')
    expect(
      describeExtraKey(entryOf('NixlConnector'), keyOf('NixlConnector', 'zmq_port'), '2026-09').join('\n'),
    ).toContain('Default: none')
  })
})

describe("vLLM's own KV connectors", () => {
  it('are another list with names in common', () => {
    expect(nativeKvConnector('MooncakeConnector')?.confusedWith).toBe('MooncakeStoreConnector')
    expect(nativeKvConnector('OmniNixlKVConnector')?.needsModulePath).toBe(true)
    expect(nativeKvConnector('SharedMemoryConnector')).toBeNull()
    expect(new Set(NATIVE_KV_CONNECTORS.map(entry => entry.name)).size).toBe(NATIVE_KV_CONNECTORS.length)
  })
})
