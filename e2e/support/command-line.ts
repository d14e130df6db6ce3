import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { CLI } from './browser-app.ts'
import { FIXTURES } from './folders.ts'
import { leftBy } from './processes.ts'

export interface CommandResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** What the command has left on the machine. */
  readonly left: readonly string[]
}

export interface CommandOptions {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** The built program, unless another copy of it is meant. */
  readonly program?: string
}

/** Runs the built command line, in the folder of the fixtures, to its end. */
export async function stagewright(
  words: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [options.program ?? CLI, ...words], {
    cwd: options.cwd ?? FIXTURES,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(options.input ?? '')
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err, left: await leftBy(child.pid ?? 0) }
}

/** Runs a command whose reader leaves at once, as `| head -0` does; what it says about that. */
export async function stagewrightUnread(
  words: readonly string[],
): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [CLI, ...words], { cwd: FIXTURES, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const [err, code] = await Promise.all([text(child.stderr), ended])
  return { code, err }
}
