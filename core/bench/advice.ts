import type { BenchEdge, EdgeFailure } from './types.ts'

const address = (
  at: { readonly host: string; readonly port: number; readonly mappedFrom: string } | null,
): string => (at === null ? 'its address' : `${at.host}:${at.port} (${at.mappedFrom} in the file)`)

/** What to do about a failure, by its code; the edge gives the numbers. */
const ADVICE: Readonly<Record<string, (edge: BenchEdge, holder: string | null) => string>> = {
  EADDRINUSE: (edge, holder) =>
    holder === null
      ? `Another socket holds ${address(edge.bind)}. The view This machine shows whose it is.`
      : `${holder} of this file binds ${address(edge.bind)} as well. The view Ports shows how both come to it.`,
  EACCES: edge =>
    `This user may not open ${address(edge.bind)}; ports below 1024 need rights. Choose a higher zmq_port.`,
  EADDRNOTAVAIL: edge => `This machine has no address ${edge.bind?.host ?? ''}; choose a host that it has.`,
  ECONNREFUSED: edge =>
    `Nobody listens at ${address(edge.dial)}. The sender binds ${address(edge.bind)}: make sender_host and sender_zmq_port of ${edge.id} agree with it.`,
  ENOSPC: () =>
    'Shared memory is full. Free some in /dev/shm, give the container more (--shm-size), or send less at once.',
  'pool-exhausted': edge =>
    `The memory pool of ${edge.connectorName} is full: each payload takes its size rounded up to 4 KiB until it is read. Raise memory_pool_size or lower what is in flight.`,
  timeout: () =>
    'Nothing arrived in time. Look whether the sender runs and both ends name the same key; for large payloads raise the time-out.',
  'process-died': () =>
    'A stage process ended during the run. If nobody ended it, look at the memory that the payloads take.',
  'process-start': () => 'The stage process did not start. Look at its message and at free memory.',
  integrity: () =>
    'The bytes that arrived are not those that were sent. Look for another writer of the same keys, and report it if there is none.',
  'payload-file': () => 'Choose a file that this user may read.',
}

/** A failure of an edge with what to do about it. `holder` is the edge of the same run that has the same address. */
export const edgeFailure = (
  edge: BenchEdge,
  problem: { readonly code: string; readonly message: string },
  holder: string | null = null,
): EdgeFailure => ({
  edge: edge.id,
  code: problem.code,
  message: problem.message,
  advice:
    (Object.hasOwn(ADVICE, problem.code) ? ADVICE[problem.code]?.(edge, holder) : undefined) ??
    'Look at the message; the other edges were run without this one.',
})
