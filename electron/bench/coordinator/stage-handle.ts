import { type ChildProcess, fork } from 'node:child_process'
import { fail, type Result } from '../../../core/contract/result.ts'
import { type OrderBody, type Report, report } from '../messages.ts'
import type { Affinity } from './affinity.ts'

/** A stage process as the coordinator holds it. */
export interface StageHandle {
  readonly stage: string
  readonly pid: number | null
  readonly alive: boolean
  /** Sends an order and waits for its answer. A process that ends meanwhile answers `process-died`. */
  order(body: OrderBody): Promise<Result<unknown>>
  onReport(listener: (report: Report) => void): () => void
  /** Resolves when the process has ended, with what it said about it. */
  readonly ended: Promise<StageEnd>
  kill(signal?: NodeJS.Signals): void
}

export interface StageEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Last words on stderr, shortened. */
  readonly stderr: string
}

/** Starts a stage process; resolves when it is ready for orders, has failed, or is not wanted any more. */
export type ForkStage = (stage: string, signal: AbortSignal) => Promise<Result<StageHandle>>

const READY_MS = 15_000
const STDERR_LIMIT = 2000

/** Forks `entry` per stage. In Electron's main process the same binary runs it as plain Node. */
export const createForkStage =
  (entry: string, affinity: Affinity | null = null): ForkStage =>
  async (stage, signal) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      ...(affinity === null ? {} : pinned(affinity(stage))),
    })
    return handshake(createHandle(stage, child), signal)
  }

/** `taskset` starts Node on the given CPUs; the IPC channel passes through it. */
const pinned = (cpus: string) => ({
  execPath: 'taskset',
  execArgv: ['-c', cpus, process.execPath],
})

async function handshake(handle: StageHandle, signal: AbortSignal): Promise<Result<StageHandle>> {
  let timer: NodeJS.Timeout | undefined
  let stop: () => void = () => undefined
  let onAbort: () => void = () => undefined
  const ready = new Promise<Result<StageHandle>>(resolve => {
    stop = handle.onReport(({ kind }) => {
      if (kind === 'ready') resolve({ ok: true, value: handle })
    })
    timer = setTimeout(
      () =>
        resolve(
          fail(
            'process-start',
            `The process of stage ${handle.stage} was not ready in ${READY_MS / 1000} s.`,
          ),
        ),
      READY_MS,
    )
    onAbort = () => resolve(fail('cancelled', 'The run was cancelled.'))
    signal.addEventListener('abort', onAbort, { once: true })
    void handle.ended.then(end => resolve(fail('process-start', startProblem(handle.stage, end))))
  })
  const result = await ready
  clearTimeout(timer)
  signal.removeEventListener('abort', onAbort)
  stop()
  if (!result.ok) {
    handle.kill('SIGKILL')
    await handle.ended
  }
  return result
}

const startProblem = (stage: string, end: StageEnd): string =>
  `The process of stage ${stage} ended before it was ready (${endText(end)}).${end.stderr === '' ? '' : ` It said: ${end.stderr}`}`

/** `signal SIGKILL`, `exit code 1`. */
export const endText = ({ code, signal }: StageEnd): string =>
  signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`

function createHandle(stage: string, child: ChildProcess): StageHandle {
  const listeners = new Set<(report: Report) => void>()
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let alive = true
  let stderr = ''
  let lastId = 0
  const died = () => fail('process-died', `The process of stage ${stage} ended.`)

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_LIMIT)
  })
  child.on('message', message => {
    const parsed = report.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.kind === 'answer') waiting.get(parsed.data.id)?.(parsed.data.result)
    for (const listener of listeners) listener(parsed.data)
  })
  const ended = new Promise<StageEnd>(resolve => {
    const finish = (end: StageEnd) => {
      if (!alive) return
      alive = false
      for (const settle of [...waiting.values()]) settle(died())
      resolve(end)
    }
    child.once('exit', (code, signal) => finish({ code, signal, stderr: stderr.trim() }))
    child.once('error', error => finish({ code: null, signal: null, stderr: error.message }))
  })

  return {
    stage,
    pid: child.pid ?? null,
    get alive() {
      return alive
    },
    order(body) {
      if (!alive || !child.connected) return Promise.resolve(died())
      const id = ++lastId
      return new Promise(resolve => {
        waiting.set(id, result => {
          waiting.delete(id)
          resolve(result)
        })
        child.send({ ...body, id }, error => {
          if (error) waiting.get(id)?.(died())
        })
      })
    },
    onReport(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended,
    kill: signal => void child.kill(signal ?? 'SIGKILL'),
  }
}
