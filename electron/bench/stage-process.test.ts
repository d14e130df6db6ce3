import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { newRunPrefix, residueOfRun, sweepRun } from './connectors/index.ts'
import { createRunFolder } from './coordinator/run-folder.ts'
import { type OrderBody, report } from './messages.ts'
import { type BuiltStageProcess, buildStageProcess } from './testing.ts'

let built: BuiltStageProcess
beforeAll(async () => {
  built = await buildStageProcess()
})
afterAll(() => built?.remove())

/** Starts a stage process by hand, to do to it what a coordinator never does. */
async function start() {
  const child = fork(built.path, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  await once(child, 'message')
  let id = 0
  const order = async (body: OrderBody | Record<string, unknown>) => {
    id += 1
    const answered = answerOf(child, id)
    child.send({ ...body, id })
    return answered
  }
  return { child, order }
}

const answerOf = (child: ChildProcess, id: number) =>
  new Promise<unknown>(resolve => {
    const listen = (message: unknown) => {
      const parsed = report.safeParse(message)
      if (!parsed.success || parsed.data.kind !== 'answer' || parsed.data.id !== id) return
      child.off('message', listen)
      resolve(parsed.data.result)
    }
    child.on('message', listen)
  })

const setup = (runPrefix: string, noticePath: string): OrderBody => ({
  kind: 'setup',
  setup: {
    stage: '0',
    target: '2026-07',
    segments: 'fresh',
    runPrefix,
    noticePath,
    parentPid: process.pid,
    seed: 1,
    integrity: 'all',
    timeoutMs: 5000,
  },
})

const sentAnswer = z.object({ value: z.object({ sent: z.number() }) })

/** A process with an edge from itself to itself. */
async function startWithEdge() {
  const prefix = newRunPrefix()
  const folder = await createRunFolder(prefix)
  const { child, order } = await start()
  await order(setup(prefix, folder.socket(0)))
  const lane = { edge: 'e', lane: 'e', sender: 'e', ordinal: 0, from: '0', to: '0', metadata: true }
  const spec = { name: 'SharedMemoryConnector', extra: {}, transport: 'shared-memory', role: 'dual' } as const
  for (const side of ['out', 'in'] as const) await order({ kind: 'open', ...lane, side, spec })
  await order({ kind: 'link', lane: 'e', path: folder.socket(0) })
  const shipment = { edge: 'e', payload: { kind: 'bytes', bytes: 4096 } as const, lanes: ['e'] }
  return { prefix, folder, child, order, shipment }
}

it('begins no warm-up when the time for that is up, and then does what counts', async () => {
  const { prefix, folder, child, order, shipment } = await startWithEdge()
  const job = { job: 1, shipment, requests: 3, warmup: 1_000_000, warmupMs: 1 }
  const { value } = sentAnswer.parse(await order({ kind: 'ping', job }))
  expect(value.sent).toBeGreaterThanOrEqual(3)
  expect(value.sent).toBeLessThan(1_000_000)
  const ended = once(child, 'exit')
  await order({ kind: 'close' })
  await ended
  expect(residueOfRun(prefix)).toEqual({ segments: [], lockFiles: [], fifos: [] })
  await folder.remove()
})

it('ends with its parent and takes away what the run had in shared memory', async () => {
  const { prefix, folder, child, order, shipment } = await startWithEdge()
  await order({ kind: 'fault', edge: 'e', fault: 'silence' })
  void order({ kind: 'ping', job: { job: 1, shipment, requests: 1, warmup: 0 } })
  await expect.poll(() => residueOfRun(prefix).segments.length).toBe(1)

  const ended = once(child, 'exit')
  child.disconnect()
  expect(await ended).toEqual([0, null])
  expect(residueOfRun(prefix)).toEqual({ segments: [], lockFiles: [], fifos: [] })
  expect(existsSync(folder.path)).toBe(false)
  sweepRun(prefix)
})

it('answers orders that make no sense here, and ignores messages that are none', async () => {
  const { child, order } = await start()
  const fail = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } })
  child.send({ kind: 'nonsense' })
  child.send('text')
  expect(await order({ kind: 'begin', request: 0 })).toEqual(fail('not-set-up'))
  const prefix = newRunPrefix()
  const folder = await createRunFolder(prefix)
  expect(await order(setup(prefix, folder.socket(0)))).toEqual({ ok: true, value: null })
  expect(await order(setup(prefix, folder.socket(0)))).toEqual(fail('already-set-up'))
  expect(await order({ kind: 'link', lane: 'no', path: folder.socket(0) })).toEqual(fail('not-open'))
  expect(await order({ kind: 'fault', edge: 'no', fault: null })).toEqual(fail('not-open'))
  const ended = once(child, 'exit')
  await order({ kind: 'close' })
  await ended
  await folder.remove()
})
