import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childrenOf, leftBy, stillRunning } from './processes.ts'

export const CLI = fileURLToPath(new URL('../../out/cli/index.js', import.meta.url))
const START_LIMIT_MS = 20_000

/** What an app that ended has left on the machine; nothing is what it must be. */
export interface Remains {
  readonly processes: readonly number[]
  readonly files: readonly string[]
}

export interface RunningApp {
  readonly url: string
  readonly pid: number
  /** Ends the app as Ctrl+C does and tells what it left behind. */
  stop(): Promise<Remains>
  /** Ends the app without giving it a chance to tidy up. */
  kill(): Promise<void>
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** The first line of output that is an address; rejects with what was said when the program ends or takes too long. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const give = (reason: string) => reject(new Error(`stagewright serve ${reason}:\n${said}`))
    const timer = setTimeout(() => give('gave no address'), START_LIMIT_MS)
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(said)?.[0]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.once('exit', () => give('ended'))
  })
}

/** Starts the built browser shell with data folder and reachable folder of its own. */
export async function startBrowserApp(options: {
  readonly data: string
  readonly root: string
  readonly files?: readonly string[]
}): Promise<RunningApp> {
  const child = spawn(
    process.execPath,
    [CLI, 'serve', ...(options.files ?? []), '--port', '0', '--root', options.root],
    { env: { ...process.env, STAGEWRIGHT_DATA: options.data }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const url = await addressOf(child)
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    async stop() {
      const children = await childrenOf(pid)
      child.kill('SIGTERM')
      await exited(child)
      return { processes: await stillRunning(children), files: await leftBy(pid) }
    },
    async kill() {
      child.kill('SIGKILL')
      await exited(child)
    },
  }
}
