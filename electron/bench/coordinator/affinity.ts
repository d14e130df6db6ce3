import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fail, ok, type Result } from '../../../core/contract/result.ts'

/** The processor that a stage is kept on, as `taskset` takes it. */
export type Affinity = (stage: string) => string

/** Gives each stage a processor of its own, in turn; fails where `taskset` is missing. */
export function stageAffinity(stages: readonly string[]): Result<Affinity> {
  if (spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status !== 0)
    return fail(
      'no-taskset',
      'Stages are kept on processors by `taskset`, which is not installed here; install util-linux or run without affinity.',
    )
  const allowed = allowedProcessors()
  return ok(stage => String(allowed[Math.max(0, stages.indexOf(stage)) % allowed.length] ?? 0))
}

/** Keeps all threads of a process on a processor. A process that has ended meanwhile needs none. */
export function keepOnProcessor(pid: number | null, processor: string): void {
  if (pid !== null) spawnSync('taskset', ['-a', '-p', '-c', processor, String(pid)], { stdio: 'ignore' })
}

/** `0-3,8` → 0, 1, 2, 3, 8; nothing for what is no such list. */
export const parseProcessors = (list: string): readonly number[] =>
  list.split(',').flatMap(part => {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part)
    if (match === null) return []
    const first = Number(match[1])
    const last = Number(match[2] ?? match[1])
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  })

function allowedProcessors(): readonly number[] {
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(status)?.[1]
    const allowed = parseProcessors(list ?? '')
    if (allowed.length > 0) return allowed
  } catch {
    // Not Linux: all processors are allowed.
  }
  return cpus().map((_, index) => index)
}
