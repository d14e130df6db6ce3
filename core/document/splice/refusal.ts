import type { Problem, Result } from '../../contract/result.ts'

/** Carries the reason why an edit can't be made to the border, where {@link attemptEdit} turns it into a value. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(code: string, message: string) {
    super(message)
    this.problem = { code, message }
  }
}

/** Gives up the edit. The sentence says what stands in the way and what to do. */
export function refuse(code: string, message: string): never {
  throw new Refusal(code, message)
}

/** Runs code that may refuse, and gives its outcome as a value. */
export function attemptEdit<T>(run: () => T): Result<T> {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.problem }
    throw error
  }
}
