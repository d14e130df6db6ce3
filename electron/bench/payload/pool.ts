import type { PayloadSpec } from '../../../core/bench/types.ts'
import { ok, type Result } from '../../../core/contract/result.ts'
import { makePayload, type Payload } from './make.ts'

/** Payloads of one edge: each in flight has its own, because a stamp must not change one that is still read. */
export interface PayloadPool {
  /** Bytes of one payload. */
  readonly bytes: number
  acquire(): Promise<Payload>
  release(payload: Payload): void
}

const POOL_BYTES = 1024 ** 3

/** As many payloads as requests may be in flight, but no more than 1 GiB of them; the rest wait their turn. */
export async function createPayloadPool(
  spec: PayloadSpec,
  seed: number,
  concurrency: number,
): Promise<Result<PayloadPool>> {
  const size = Math.max(1, Math.min(concurrency, Math.floor(POOL_BYTES / Math.max(1, spec.bytes))))
  const free: Payload[] = []
  for (let index = 0; index < size; index++) {
    const made = await makePayload(spec, seed)
    if (!made.ok) return made
    free.push(made.value)
  }
  const waiting: ((payload: Payload) => void)[] = []
  return ok({
    bytes: free[0]?.bytes ?? 0,
    acquire() {
      const payload = free.pop()
      return payload === undefined
        ? new Promise<Payload>(resolve => waiting.push(resolve))
        : Promise.resolve(payload)
    },
    release(payload) {
      const next = waiting.shift()
      if (next === undefined) free.push(payload)
      else next(payload)
    },
  })
}
