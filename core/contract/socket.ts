import { z } from 'zod'
import { HOST_CALLS, HOST_EVENTS, type HostCallName, type HostEventName } from './host.ts'

/**
 * How the host contract travels between the window and the browser shell: JSON text frames on one WebSocket.
 * The window sends `{id, call, args}` and gets `{id, result}` with the same `id`, where `result` is the call's
 * `Result`; events arrive as `{event, payload}` at any time.
 */
export const BRIDGE_PATH = '/bridge'

/** Above the largest call: 8 MiB of text, twice over for JSON's escapes, and its arguments. */
export const MAX_FRAME_BYTES = 40 * 1024 * 1024

const callName = z.custom<HostCallName>(v => typeof v === 'string' && Object.hasOwn(HOST_CALLS, v))
const eventName = z.custom<HostEventName>(v => HOST_EVENTS.some(name => name === v))

/** Window to host. `args` is checked against the call's own schema by the host. */
export const callFrame = z.object({
  id: z.number().int().nonnegative(),
  call: callName,
  args: z.array(z.unknown()).max(8),
})

const callResult = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) }),
])

/** Host to window: the answer to a call, or an event. */
export const hostFrame = z.union([
  z.object({ id: z.number().int().nonnegative(), result: callResult }),
  z.object({ event: eventName, payload: z.unknown() }),
])
export type HostFrame = z.infer<typeof hostFrame>

/** Where the token of a start stands in the page's address: `http://127.0.0.1:PORT/#token=…`. */
export const pageAddress = (origin: string, token: string): string => `${origin}/#token=${token}`

/** The bridge's address for a page's address; null when the page carries no token. */
export function bridgeAddress(pageHref: string): string | null {
  const page = new URL(pageHref)
  const token = new URLSearchParams(page.hash.slice(1)).get('token')
  if (token === null || token === '') return null
  const scheme = page.protocol === 'https:' ? 'wss:' : 'ws:'
  return `${scheme}//${page.host}${BRIDGE_PATH}?token=${encodeURIComponent(token)}`
}
