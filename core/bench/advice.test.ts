import { expect, it } from 'vitest'
import { edgeFailure } from './advice.ts'
import { DRILL_KINDS, DRILLS } from './drills.ts'
import { SHARED_EDGE as shared } from './report/report-fixture.ts'
import type { BenchEdge } from './types.ts'

const networked: BenchEdge = {
  ...shared,
  connectorName: 'MooncakeTransferEngineConnector',
  transport: 'tcp',
  bind: { host: '127.0.0.2', port: 50051, mappedFrom: '10.0.0.5' },
  dial: { host: '127.0.0.3', port: 50052, mappedFrom: '10.0.0.6' },
}

it('advises with the addresses that clash, as used here and as written', () => {
  const taken = edgeFailure(networked, { code: 'EADDRINUSE', message: 'taken' })
  expect(taken.advice).toContain('127.0.0.2:50051 (10.0.0.5 in the file)')
  const clash = edgeFailure(networked, { code: 'EADDRINUSE', message: 'taken' }, '4->5')
  expect(clash.advice).toContain('4->5 of this file binds 127.0.0.2:50051')
  const refused = edgeFailure(networked, { code: 'ECONNREFUSED', message: 'refused' })
  expect(refused.advice).toContain('127.0.0.3:50052')
})

it('keeps code and message, and has something to say for codes it does not know', () => {
  for (const code of ['strange', 'constructor', '__proto__']) {
    const failure = edgeFailure(shared, { code, message: 'as it was' })
    expect(failure).toMatchObject({ edge: '0->1', code, message: 'as it was' })
    expect(failure.advice).not.toBe('')
  }
})

it('drills only where it makes sense', () => {
  const fitting = (edge: BenchEdge) => DRILL_KINDS.filter(kind => DRILLS[kind].fits(edge))
  expect(fitting(shared)).toEqual([
    'kill-producer',
    'kill-consumer',
    'stall',
    'withhold-terminal',
    'fill-shm',
  ])
  expect(fitting(networked)).toEqual([
    'kill-producer',
    'kill-consumer',
    'stall',
    'withhold-terminal',
    'occupy-port',
    'wrong-sender-host',
    'oversized',
  ])
})
