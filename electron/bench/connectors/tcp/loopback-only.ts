import { isIPv4 } from 'node:net'
import { fail, ok, type Result } from '../../../../core/contract/result.ts'
import type { Endpoint } from '../connector.ts'

/**
 * The bench never reaches outside the machine, whatever a file or a peer says: only literal loopback addresses are
 * bound and dialled. A name is refused too, because what it resolves to is not ours to say.
 */
export function requireLoopback(endpoint: Endpoint, purpose: 'bind' | 'dial'): Result<null> {
  const { host, port } = endpoint
  if (!isLoopback(host))
    return fail(
      'not-loopback',
      `The bench does not ${purpose} ${host}:${port}; it uses 127.0.0.0/8 and ::1 only. Map the host to loopback first.`,
    )
  const lowest = purpose === 'bind' ? 0 : 1
  if (!Number.isInteger(port) || port < lowest || port > 65535)
    return fail('port-range', `Port ${port} is not in ${lowest} to 65535.`)
  return ok(null)
}

const isLoopback = (host: string): boolean => host === '::1' || (isIPv4(host) && host.startsWith('127.'))
