import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Host name of a `Host` header or an origin's authority, without the port. */
const hostName = (authority: string): string => authority.replace(/:\d+$/, '').toLowerCase()

/**
 * True when the request was made to a loopback name. Any port passes, because a tunnel's near end has another
 * one; any other name is a page that had its own name resolved to this machine.
 */
export function hostAllowed(request: IncomingMessage): boolean {
  const host = request.headers.host
  return host !== undefined && LOOPBACK_NAMES.has(hostName(host))
}

/** True when the page that asks was served by this very server. */
export function originAllowed(request: IncomingMessage): boolean {
  const { host, origin } = request.headers
  return origin !== undefined && origin === `http://${host}`
}

/** Compares in constant time, so that the token can't be guessed byte by byte. */
export function tokenMatches(given: string | null, token: string): boolean {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}
