import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface RunResult {
  readonly code: number | null
  /** What it said on both streams. */
  readonly said: string
}

/** Runs a program of the project's packages to its end. */
export async function run(
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<RunResult> {
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, said: `${out}${err}` }
}
