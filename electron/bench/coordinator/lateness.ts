import type { OpenLoop } from '../../../core/bench/types.ts'

/** A request that starts this much after it was due counts as late: timers are not finer. */
const LATE_MS = 10

/** Keeps count of the requests of an open loop and of those that had to wait for their turn. */
export interface Lateness {
  /** A request starts so long after it was due. */
  note(afterDueMs: number): void
  /** Null while there has been no request. */
  openLoop(): OpenLoop | null
}

export function createLateness(): Lateness {
  let requests = 0
  let late = 0
  let worstLateMs = 0
  return {
    note(afterDueMs) {
      requests += 1
      if (afterDueMs < LATE_MS) return
      late += 1
      worstLateMs = Math.max(worstLateMs, afterDueMs)
    },
    openLoop: () => (requests === 0 ? null : { requests, late, worstLateMs }),
  }
}
