import type { Problem } from '../../../../core/contract/result.ts'
import { errnoOf } from '../../../errno.ts'

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC:
    'Shared memory is full. Raise the size of /dev/shm (--shm-size in a container) or send less at once.',
  EACCES: 'This user may not write there. Look at the owner and mode of /dev/shm.',
  EMFILE: 'This process has too many open files. Raise the limit (ulimit -n).',
  ENOENT: 'It vanished meanwhile.',
}

/** What the system answered about a path, as an error with the system's own code. */
export function systemProblem(error: unknown, path: string): Problem {
  const code = errnoOf(error) ?? 'shm-error'
  const reason = error instanceof Error ? error.message : String(error)
  return { code, message: `${path}: ${ADVICE[code] ?? reason}` }
}
