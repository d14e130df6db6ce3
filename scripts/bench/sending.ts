import { randomFillSync } from 'node:crypto'
import { connect } from 'node:net'
import type { Connector, PutMetadata } from '../../electron/bench/connectors/index.ts'
import { payloadMemory } from '../../electron/bench/native/page-memory.ts'
import { keyOf, shmEnd, tcpSender } from './ends.ts'
import type { EchoJob, Job, JobResult, MemoryJob, ShmJob, TcpJob } from './jobs.ts'
import type { Line } from './line.ts'
import { memoryNow } from './live-memory.ts'
import { type Given, growthOf } from './receiving.ts'

export interface Peer {
  readonly line: Line
  start(job: Given): void
  result(): Promise<JobResult>
}

/** The sender's half of a job. */
export function send(job: Job, peer: Peer): Promise<JobResult> {
  switch (job.op) {
    case 'shm':
      return sendShm(job, peer)
    case 'tcp':
      return sendTcp(job, peer)
    case 'echo':
      return sendEcho(job, peer)
    case 'memory':
      return sendForMemory(job, peer)
  }
}

async function sendShm(job: ShmJob, peer: Peer): Promise<JobResult> {
  const end = await shmEnd(job.prefix, job.segments)
  const starts: number[] = []
  const us: number[] = []
  peer.start(job)
  await takeTurns(end, job, peer.line, started => {
    starts.push(started)
    us.push(nowUs() - started)
  })
  const arrivals = (await peer.result()).us
  await end.close()
  const begun = starts.slice(job.warmup)
  return {
    us: us.slice(job.warmup),
    oneWayUs: arrivals.map((arrival, index) => arrival - (begun[index] ?? 0)),
  }
}

/** The monotonic clock of the machine, the same in all its processes. */
const nowUs = (): number => Number(process.hrtime.bigint() / 10n) / 100

async function takeTurns(
  end: Connector,
  job: Omit<ShmJob, 'op' | 'segments'>,
  line: Line,
  onAnswer: (started: number) => void,
): Promise<void> {
  const payload = payloadOf(job.size)
  await line.wait()
  for (let number = 0; number < job.warmup + job.count; number += 1) {
    const started = nowUs()
    const metadata = await putNow(end, keyOf(job.prefix, number), payload)
    if (job.handOver === true) line.tell(metadata)
    else line.signal()
    await line.wait()
    onAnswer(started)
  }
}

const payloadOf = (size: number): Uint8Array => randomFillSync(payloadMemory(size))

async function putNow(end: Connector, key: string, payload: Uint8Array): Promise<PutMetadata | null> {
  const put = await end.put('0', '1', key, payload)
  if (!put.ok) throw new Error(put.error?.message)
  return put.metadata
}

async function sendTcp(job: TcpJob, peer: Peer): Promise<JobResult> {
  const end = await tcpSender(job.prefix)
  const payload = payloadOf(job.size)
  for (let number = 0; number < job.warmup + job.count; number += 1)
    await putNow(end, keyOf(job.prefix, number), payload)
  peer.start({ ...job, port: portOf(end) })
  const result = await peer.result()
  await peer.line.wait()
  await end.close()
  return result
}

const portOf = (end: Connector): number => end.health().listening?.port ?? 0

async function sendEcho(job: EchoJob, peer: Peer): Promise<JobResult> {
  peer.start(job)
  const [port = 0] = (await peer.result()).us
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await new Promise<void>(resolve => socket.once('connect', () => resolve()))
  const us = await exchangeAll(socket, job)
  socket.destroy()
  peer.line.signal()
  await peer.result()
  return { us }
}

function exchangeAll(socket: ReturnType<typeof connect>, job: EchoJob): Promise<readonly number[]> {
  const payload = payloadOf(job.size)
  const us: number[] = []
  let rest = job.size
  let started = performance.now()
  return new Promise(resolve => {
    socket.on('data', (bytes: Buffer) => {
      rest -= bytes.length
      if (rest > 0) return
      us.push((performance.now() - started) * 1000)
      if (us.length === job.warmup + job.count) return resolve(us.slice(job.warmup))
      rest = job.size
      started = performance.now()
      socket.write(payload)
    })
    socket.write(payload)
  })
}

async function sendForMemory(job: MemoryJob, peer: Peer): Promise<JobResult> {
  const end = await (job.transport === 'shm' ? shmEnd(job.prefix, 'fresh') : tcpSender(job.prefix))
  peer.start({ ...job, port: portOf(end) })
  let answered = 0
  let before = memoryNow()
  await takeTurns(end, job, peer.line, () => {
    answered += 1
    if (answered === job.warmup) before = memoryNow()
  })
  const after = memoryNow()
  const received = await peer.result()
  await end.close()
  return { us: [], growth: [growthOf('sender', before, after), ...(received.growth ?? [])] }
}
