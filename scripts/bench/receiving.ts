import { createServer } from 'node:net'
import type { Connector, Got, PutMetadata } from '../../electron/bench/connectors/index.ts'
import { keyOf, shmEnd, tcpReceiver } from './ends.ts'
import type { Job, JobResult, MemoryJob, ShmJob, TcpJob } from './jobs.ts'
import type { Line } from './line.ts'
import { memoryNow } from './live-memory.ts'

/** A job as the receiver gets it: with the port of the sender, where there is one. */
export type Given<J extends Job = Job> = J & { readonly port?: number }

/** The receiver's half of a job. Every payload is kept whole until the next one is there. */
export function receive(job: Given, line: Line): Promise<JobResult> {
  switch (job.op) {
    case 'shm':
      return receiveShm(job, line)
    case 'tcp':
      return receiveTcp(job, line)
    case 'echo':
      return echo(line)
    case 'memory':
      return receiveForMemory(job, line)
  }
}

async function receiveShm(job: ShmJob, line: Line): Promise<JobResult> {
  const end = await shmEnd(job.prefix, job.segments)
  const arrivals: number[] = []
  await takeTurns(end, job, line, () => arrivals.push(Number(process.hrtime.bigint() / 10n) / 100))
  await end.close()
  return { us: arrivals.slice(job.warmup) }
}

async function takeTurns(
  end: Connector,
  job: Omit<ShmJob, 'op' | 'segments'>,
  line: Line,
  onArrival: () => void,
): Promise<void> {
  let kept: Got | null = null
  line.signal()
  for (let number = 0; number < job.warmup + job.count; number += 1) {
    const metadata = await notice(line, job.handOver === true)
    const got = await getNow(end, keyOf(job.prefix, number), metadata)
    onArrival()
    line.signal()
    kept?.release()
    kept = got
  }
}

async function notice(line: Line, isTold: boolean): Promise<PutMetadata | null> {
  // The sender tells nothing but what `put` gave it.
  if (isTold) return (await line.hear()) as PutMetadata
  await line.wait()
  return null
}

async function getNow(end: Connector, key: string, metadata: PutMetadata | null = null): Promise<Got> {
  const got = await end.get('0', '1', key, metadata)
  if (!got.ok) throw new Error(got.error.message)
  if (got.value === null) throw new Error(`${key} is not there`)
  return got.value
}

async function receiveTcp(job: Given<TcpJob>, line: Line): Promise<JobResult> {
  const dial = { host: '127.0.0.1', port: job.port ?? 0 }
  const end = await tcpReceiver(job.prefix, dial)
  const metadata = { source_host: dial.host, source_port: dial.port, data_size: job.size, is_fast_path: true }
  const us = await pullAll(end, job, metadata)
  line.signal()
  await end.close()
  return { us }
}

/** With one payload at a time every transfer is timed; with more the mean of all is. */
async function pullAll(end: Connector, job: TcpJob, metadata: PutMetadata): Promise<readonly number[]> {
  const times: number[] = []
  const total = job.warmup + job.count
  let next = 0
  let begun = 0
  let kept: Got | null = null
  const pullOn = async (): Promise<void> => {
    while (next < total) {
      const number = next
      next += 1
      const started = performance.now()
      const got = await getNow(end, keyOf(job.prefix, number), metadata)
      times.push((performance.now() - started) * 1000)
      if (times.length === job.warmup) begun = performance.now()
      kept?.release()
      kept = got
    }
  }
  await Promise.all(Array.from({ length: job.window }, pullOn))
  const mean = ((performance.now() - begun) * 1000) / job.count
  return job.window === 1 ? times.slice(job.warmup) : [mean]
}

/** Sends back whatever comes, until the other end is closed. */
async function echo(line: Line): Promise<JobResult> {
  const server = createServer({ noDelay: true }, socket => socket.pipe(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  process.send?.({ us: [typeof address === 'object' && address !== null ? address.port : 0] })
  await line.wait()
  await new Promise(resolve => server.close(resolve))
  return { us: [] }
}

async function receiveForMemory(job: Given<MemoryJob>, line: Line): Promise<JobResult> {
  const isShm = job.transport === 'shm'
  const dial = { host: '127.0.0.1', port: job.port ?? 0 }
  const end = await (isShm ? shmEnd(job.prefix, 'fresh') : tcpReceiver(job.prefix, dial))
  let arrived = 0
  let before = memoryNow()
  await takeTurns(end, job, line, () => {
    arrived += 1
    if (arrived === job.warmup) before = memoryNow()
  })
  const after = memoryNow()
  await end.close()
  return { us: [], growth: [growthOf('receiver', before, after)] }
}

export function growthOf(
  process: 'sender' | 'receiver',
  before: ReturnType<typeof memoryNow>,
  after: ReturnType<typeof memoryNow>,
) {
  return { process, liveBytes: after.live - before.live, residentBytes: after.resident - before.resident }
}
