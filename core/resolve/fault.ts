import type { Problem, Result } from '../contract/index.ts'

/**
 * An exception of the runtime as a value. `native`: Python words the message, not the runtime, so only the fact of
 * the failure is certain.
 */
export interface RuntimeFault {
  /** Class of the exception, `ValueError` for example. */
  readonly type: string
  readonly message: string
  /** Class of the exception that a `RuntimeError` wraps. */
  readonly cause?: string
  readonly native: boolean
}

/** What a call gave, and what it logged as a warning on the way. */
export type Logged<T> = Result<T, RuntimeFault> & { readonly warnings: readonly string[] }

/** A fault in the shape of the contract's problems: `ValueError` and the runtime's own words. */
export const faultProblem = (fault: RuntimeFault): Problem => ({ code: fault.type, message: fault.message })

/** Carries a fault through this folder's code; {@link attempt} turns it into a value at the border. */
export class Raised extends Error {
  readonly fault: RuntimeFault

  constructor(fault: RuntimeFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** Raises an error that the runtime words itself. */
export function raise(type: string, message: string): never {
  throw new Raised({ type, message, native: false })
}

/** Raises an error that Python words. */
export function raiseNative(type: string, message: string): never {
  throw new Raised({ type, message, native: true })
}

/** The fault behind anything thrown. A stack that ran out is Python's RecursionError; other errors are ours. */
export function faultOf(error: unknown): RuntimeFault {
  if (error instanceof Raised) return error.fault
  if (error instanceof RangeError)
    return { type: 'RecursionError', message: 'maximum recursion depth exceeded', native: true }
  throw error
}

/** Runs Python-like code and gives its outcome as a value. */
export function attempt<T>(run: () => T): Result<T, RuntimeFault> {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    return { ok: false, error: faultOf(error) }
  }
}
