import type { Endpoint, PutMetadata } from '../connector.ts'

/** Where a payload is pulled from, and its size if the metadata has it (then no query is needed). */
export interface Source {
  readonly endpoint: Endpoint
  readonly size: number | null
}

/**
 * The three cases of a transfer engine's `get`: full metadata; host and port only; none, and then the sender that
 * the connector was told at the start. Null when nobody is known.
 */
export function sourceOf(
  metadata: PutMetadata | null | undefined,
  dial: Endpoint | undefined,
): Source | null {
  const host = metadata?.source_host ?? metadata?.sender_host
  const port = metadata?.source_port ?? metadata?.sender_zmq_port
  const size = metadata?.data_size
  if (typeof host === 'string' && typeof port === 'number')
    return { endpoint: { host, port }, size: typeof size === 'number' && size > 0 ? size : null }
  return dial === undefined ? null : { endpoint: dial, size: null }
}
