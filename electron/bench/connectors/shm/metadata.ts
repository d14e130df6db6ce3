import type { PutMetadata } from '../connector.ts'

/** Where the runtime's metadata says that a payload is. */
export type Handle =
  | { readonly kind: 'segment'; readonly name: string; readonly size: number | null }
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }

/**
 * Reads what `put` returned: `{shm: {name, size}}` or `{inline_bytes}`, bare or under the key
 * (`{get_key: metadata}`). Null for anything else, such as another connector's host and port.
 */
export function readHandle(metadata: PutMetadata | null | undefined, key: string): Handle | null {
  const nested = isRecord(metadata) && isRecord(metadata[key]) ? metadata[key] : metadata
  if (!isRecord(nested)) return null
  const { shm, inline_bytes: inline } = nested
  if (inline instanceof Uint8Array) return { kind: 'inline', bytes: inline }
  if (!isRecord(shm) || typeof shm.name !== 'string') return null
  return { kind: 'segment', name: shm.name, size: typeof shm.size === 'number' ? shm.size : null }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
