import { fail, type Result } from '../../../core/contract/result.ts'
import { type OrderBody, type Report, report } from '../messages.ts'
import { type Affinity, keepOnProcessor } from './affinity.ts'
import type { SpawnStage, StageChild } from './stage-child.ts'

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
  kill(): void
}

export interface StageEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Last words on stderr, shortened, or why it could not be started. */
  readonly words: string
}

/** Starts a stage process; resolves when it is ready for orders, has failed, or is not wanted any more. */
export type ForkStage = (stage: string, signal: AbortSignal) => Promise<Result<StageHandle>>

const CANCELLED = fail('cancelled', 'The run was cancelled.')

const READY_MS = 15_000
const STDERR_LIMIT = 2000

/** Starts `entry` per stage. */
export const createForkStage =
  (entry: string, spawn: SpawnStage, affinity: Affinity | null = null): ForkStage =>
  async (stage, signal) => {
    if (signal.aborted) return CANCELLED
    const handle = await handshake(createHandle(stage, spawn(entry)), signal)
    if (handle.ok && affinity !== null) keepOnProcessor(handle.value.pid, affinity(stage))
    return handle
  }

async function handshake(handle: StageHandle, signal: AbortSignal): Promise<Result<StageHandle>> {
  let timer: NodeJS.Timeout | undefined
  let stop: () => void = () => undefined
  let onAbort: () => void = () => undefined
  const late = `The process of stage ${handle.stage} was not ready in ${READY_MS / 1000} s.`
  const ready = new Promise<Result<StageHandle>>(resolve => {
    stop = handle.onReport(({ kind }) => {
      if (kind === 'ready') resolve({ ok: true, value: handle })
    })
    timer = setTimeout(() => resolve(fail('process-start', late)), READY_MS)
    onAbort = () => resolve(CANCELLED)
    signal.addEventListener('abort', onAbort, { once: true })
    void handle.ended.then(end => resolve(fail('process-start', startProblem(handle.stage, end))))
  })
  const result = await ready
  clearTimeout(timer)
  signal.removeEventListener('abort', onAbort)
  stop()
  if (!result.ok) {
    handle.kill()
    await handle.ended
  }
  return result
}

const startProblem = (stage: string, end: StageEnd): string =>
  `The process of stage ${stage} ended before it was ready (${endText(end)}).${end.words === '' ? '' : ` It said: ${end.words}`}`

/** `signal SIGKILL`, `exit code 1`. */
export const endText = ({ code, signal }: StageEnd): string =>
  signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`

function createHandle(stage: string, child: StageChild): StageHandle {
  const listeners = new Set<(report: Report) => void>()
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let alive = true
  let stderr = ''
  let lastId = 0
  let how = ''
  const died = () => fail('process-died', `The process of stage ${stage} ended${how}.`)

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_LIMIT)
  })
  child.onMessage(message => {
    const parsed = report.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.kind === 'answer') waiting.get(parsed.data.id)?.(parsed.data.result)
    for (const listener of listeners) listener(parsed.data)
  })
  const ended = new Promise<StageEnd>(resolve => {
    child.onEnd(({ code, signal, error }) => {
      alive = false
      how = ` (${endText({ code, signal, words: '' })})`
      for (const settle of [...waiting.values()]) settle(died())
      resolve({ code, signal, words: error ?? stderr.trim() })
    })
  })

  return {
    stage,
    get pid() {
      return child.pid
    },
    get alive() {
      return alive
    },
    order(body) {
      const id = ++lastId
      const answered = new Promise<Result<unknown>>(resolve => {
        waiting.set(id, result => {
          waiting.delete(id)
          resolve(result)
        })
      })
      if (!alive || !child.send({ ...body, id })) waiting.get(id)?.(died())
      return answered
    },
    onReport(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ended,
    kill: () => child.kill(),
  }
}
