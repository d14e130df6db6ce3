import type { TargetId } from '../contract/index.ts'
import { CUDA_IPC } from './cuda-ipc.ts'
import { MOONCAKE_STORE } from './mooncake-store.ts'
import { MOONCAKE_TRANSFER_ENGINE } from './mooncake-transfer-engine.ts'
import { MORI_TRANSFER_ENGINE } from './mori-transfer-engine.ts'
import { NIXL } from './nixl.ts'
import { PRISKV } from './priskv.ts'
import { SHARED_MEMORY } from './shared-memory.ts'
import { STREAMING_KEYS } from './streaming-keys.ts'
import type { ConnectorEntry, ExtraKey } from './types.ts'
import { YUANRONG_STORE } from './yuanrong-store.ts'
import { YUANRONG_TRANSFER_ENGINE } from './yuanrong-transfer-engine.ts'

/** Every connector of the runtime's factory, over all targets, in the order in which a form offers them. */
export const CONNECTORS: readonly ConnectorEntry[] = [
  SHARED_MEMORY,
  CUDA_IPC,
  MOONCAKE_STORE,
  MOONCAKE_TRANSFER_ENGINE,
  MORI_TRANSFER_ENGINE,
  YUANRONG_STORE,
  YUANRONG_TRANSFER_ENGINE,
  NIXL,
  PRISKV,
]

/** The class that the target's factory makes for this name (aliases included); null = `Unknown connector`. */
export const connectorEntry = (name: string, target: TargetId): ConnectorEntry | null =>
  CONNECTORS.find(entry => entry.registered[target].includes(name)) ?? null

/** The class that any target or branch knows by this name: to say when it came, went or was renamed. */
export const findConnector = (name: string): ConnectorEntry | null =>
  CONNECTORS.find(
    entry =>
      entry.name === name ||
      entry.branchNames.includes(name) ||
      Object.values(entry.registered).some(names => names.includes(name)),
  ) ?? null

/** Names that the target's factory knows, aliases included. */
export const connectorNames = (target: TargetId): readonly string[] =>
  CONNECTORS.flatMap(entry => entry.registered[target])

/** The names whose ports the framework computes (`TRANSFER_ENGINE_CONNECTOR_NAMES`). */
export const transferEngineNames = (target: TargetId): readonly string[] =>
  CONNECTORS.filter(entry => entry.transferEngineIn.includes(target)).map(entry => entry.name)

/** The catalogue's knowledge of one key of `extra`: the class's own, then those of the stage processors. */
export const extraKey = (entry: ConnectorEntry, key: string): ExtraKey | null =>
  entry.extra.find(known => known.name === key) ?? STREAMING_KEYS.find(known => known.name === key) ?? null

/** Whether a key does something in a target. `passed-through`: nobody in the catalogue reads it. */
export type KeyStatus = 'read' | 'not-yet' | 'ignored' | 'branch-only' | 'passed-through'

const TARGET_ORDER: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']
const atLeast = (target: TargetId, bound: TargetId): boolean =>
  TARGET_ORDER.indexOf(target) >= TARGET_ORDER.indexOf(bound)

export function keyStatus(entry: ConnectorEntry, key: string, target: TargetId): KeyStatus {
  const known = extraKey(entry, key)
  if (known === null) return 'passed-through'
  if (known.branch !== undefined) return 'branch-only'
  if (known.removed !== undefined && atLeast(target, known.removed)) return 'ignored'
  if (known.since !== undefined && !atLeast(target, known.since)) return 'not-yet'
  return 'read'
}

/** Keys that a form or a completion offers: read in the target, own keys before those of stage processors. */
export const extraKeys = (entry: ConnectorEntry, target: TargetId): readonly ExtraKey[] =>
  [...entry.extra, ...STREAMING_KEYS.filter(key => !entry.extra.some(own => own.name === key.name))].filter(
    key => keyStatus(entry, key.name, target) === 'read',
  )

/** The key that somebody who wrote `key` here meant; null when no such slip is known. */
export const mistakenKey = (
  entry: ConnectorEntry,
  key: string,
): { readonly instead: string | null; readonly why: string } | null =>
  extraKey(entry, key) === null ? (entry.mistaken.find(slip => slip.key === key) ?? null) : null
