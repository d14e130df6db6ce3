import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Job, JobResult } from './jobs.ts'
import { Line } from './line.ts'
import { receive } from './receiving.ts'
import { send } from './sending.ts'

/**
 * Entry of a measuring process. Without an argument it is the sender: it forks the receiver, joined to it by a
 * socket pair, and takes jobs from the process that started it. With `receiver` it takes them from the sender.
 */
async function beReceiver(): Promise<void> {
  const line = Line.ofChild()
  process.on('message', message => {
    receive(message as Job, line).then(
      result => process.send?.(result),
      error => fail(error),
    )
  })
  process.send?.('ready')
}

async function beSender(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['receiver'], {
    execArgv: process.execArgv,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
    serialization: 'advanced',
  })
  await once(child, 'message')
  const [, , , , pair] = child.stdio
  if (!(pair instanceof Socket)) throw new Error('the receiver has no line')
  const line = new Line(pair)
  const peer = {
    line,
    start: (job: Job) => child.send(job),
    result: async (): Promise<JobResult> => {
      const [result] = await once(child, 'message')
      return result
    },
  }
  process.on('message', message => {
    send(message as Job, peer).then(
      result => process.send?.(result),
      error => fail(error),
    )
  })
  process.on('disconnect', () => {
    child.kill()
    process.exit(0)
  })
  process.send?.('ready')
}

function fail(error: unknown): void {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
}

process.on('disconnect', () => process.exit(0))
await (process.argv[2] === 'receiver' ? beReceiver() : beSender())
