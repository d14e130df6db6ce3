import { accessSync, constants } from 'node:fs'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import { TARGETS } from '../../../../core/targets/index.ts'
import { type Libc, libc } from '../../native/libc.ts'
import type { Connector, ConnectorOptions, ConnectorSpec } from '../connector.ts'
import { InlineSharedMemory } from './inline-shared-memory.ts'
import { SHM_FOLDER } from './names.ts'
import { freshSegments, recycledSegments } from './segments.ts'
import { SharedMemory, type SharedMemoryParts } from './shared-memory.ts'
import { WakeReceiver, wakeFolder, wakeReceivers } from './wake.ts'

/** The shared-memory connector of the chosen target. */
export function createSharedMemory(spec: ConnectorSpec, options: ConnectorOptions): Result<Connector> {
  const folder = options.shmFolder ?? SHM_FOLDER
  if (!isWritable(folder))
    return fail('shm-unavailable', `${folder} is not there or not writable. Shared memory needs Linux.`)
  const native = libc()
  if (!native.ok) return native
  const { target, runPrefix, quotaBytes = Number.POSITIVE_INFINITY } = options
  const segments =
    options.segments === 'recycled' ? recycledSegments(native.value, folder, runPrefix) : freshSegments
  const parts = { folder, runPrefix, segments, quotaBytes }
  const rule = TARGETS[target].sharedMemory
  if (rule.path === 'inline-below-threshold') {
    const thresholdBytes = thresholdOf(spec.extra, rule.defaultThresholdBytes)
    return ok(new InlineSharedMemory({ ...parts, thresholdBytes }))
  }
  const wake = rule.path === 'key-named-fifo' ? createWake(spec, options, native.value, folder) : ok(null)
  return wake.ok ? ok(new SharedMemory({ ...parts, libc: native.value, wake: wake.value })) : wake
}

/** A stage without a number, or `VLLM_OMNI_SHM_WAKEUP` set to anything but 1, polls. */
function createWake(
  spec: ConnectorSpec,
  options: ConnectorOptions,
  native: Libc,
  folder: string,
): Result<SharedMemoryParts['wake']> {
  if ((process.env.VLLM_OMNI_SHM_WAKEUP ?? '1') !== '1') return ok(null)
  const wake = wakeFolder(scopeOf(spec.extra), options.parentPid ?? process.ppid, folder)
  const notify = (toStage: string): void => wakeReceivers(wake, toStage)
  if (spec.role === 'sender' || !/^\d+$/.test(options.stageId)) return ok({ notify, receiver: null })
  const receiver = WakeReceiver.open(native, wake, options.stageId, options.runPrefix)
  return receiver.ok ? ok({ notify, receiver: receiver.value }) : receiver
}

/** The runtime reads the scope from a nested `extra.extra` in one revision and from either level in another. */
function scopeOf(extra: ConnectorSpec['extra']): string | null {
  const nested = extra.extra
  const inner =
    typeof nested === 'object' && nested !== null && 'wakeup_scope' in nested ? nested.wakeup_scope : null
  const scope = extra.wakeup_scope ?? inner
  return typeof scope === 'string' && scope !== '' ? scope : null
}

function thresholdOf(extra: ConnectorSpec['extra'], byDefault: number): number {
  const threshold = extra.shm_threshold_bytes
  return typeof threshold === 'number' || typeof threshold === 'bigint' ? Number(threshold) : byDefault
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
