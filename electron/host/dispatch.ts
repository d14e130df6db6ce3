import {
  HOST_CALLS,
  type HostCallArgs,
  type HostCallName,
  type HostResults,
} from '../../core/contract/host.ts'
import { fail, type Result } from '../../core/contract/result.ts'

/** One function per call of the contract. */
export type HostHandlers = {
  readonly [N in HostCallName]: (...args: HostCallArgs<N>) => Promise<Result<HostResults[N]>>
}

type AnyHandler = (...args: readonly unknown[]) => Promise<Result<unknown>>

/**
 * Takes a call from outside: an unknown name, arguments of another shape and a handler that throws all end as
 * an error value, never as an exception.
 */
export async function dispatch(
  handlers: HostHandlers,
  name: unknown,
  args: unknown,
): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(HOST_CALLS, name))
    return fail('invalid-call', 'The host has no such call.')
  const call = name as HostCallName
  const parsed = HOST_CALLS[call].safeParse(args)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return fail(
      'invalid-call',
      `${call}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'wrong arguments'}`,
    )
  }
  try {
    return await (handlers[call] as AnyHandler)(...parsed.data)
  } catch (error) {
    return fail('internal', `${call} failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
