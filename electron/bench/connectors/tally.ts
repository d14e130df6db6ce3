import type { Problem } from '../../../core/contract/result.ts'
import type { PutResult } from './connector.ts'

/** The counters that every connector's `health` shows. */
export class Tally {
  puts = 0
  gets = 0
  bytes = 0
  errors = 0
  timeouts = 0
  last: Problem | null = null

  put(size: number): void {
    this.puts += 1
    this.bytes += size
  }

  got(size: number): void {
    this.gets += 1
    this.bytes += size
  }

  fail(problem: Problem): Problem {
    this.errors += 1
    if (problem.code === 'timeout') this.timeouts += 1
    this.last = problem
    return problem
  }

  report() {
    return {
      puts: this.puts,
      gets: this.gets,
      bytesTransferred: this.bytes,
      errors: this.errors,
      timeouts: this.timeouts,
      ...(this.last === null ? {} : { lastError: this.last }),
    }
  }
}

/** `(False, 0, None)`, as the runtime's `put` returns it, with the reason that it only logs. */
export const failedPut = (error: Problem, encodeUs = 0): PutResult => ({
  ok: false,
  size: 0,
  metadata: null,
  timing: { encodeUs, putUs: 0 },
  error,
})

/** Microseconds since `start`, a time of `performance.now()`. */
export const microsSince = (start: number): number => (performance.now() - start) * 1000
