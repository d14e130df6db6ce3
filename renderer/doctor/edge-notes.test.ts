import { describe, expect, it } from 'vitest'
import type { LogEntry, LogTransfer } from '../../core/logs/index.ts'
import { edgeNotes } from './edge-notes.ts'

const entry = (line: number, rest: Partial<LogEntry>): LogEntry => ({
  line,
  text: '',
  kind: 'transfer',
  meaning: 'A transfer.',
  rule: null,
  stages: [],
  edges: [{ from: '0', to: '1' }],
  transfer: null,
  ...rest,
})
const transfer = (millis: number | null, bytes: number | null = null): LogTransfer => ({
  bytes,
  millis,
  mibPerSecond: null,
  parts: [],
})
const notes = (...entries: LogEntry[]) => edgeNotes({ entries })

describe('edgeNotes', () => {
  it('tells the median transfer of an edge', () => {
    const times = [30, 10, 20].map((millis, line) => entry(line, { transfer: transfer(millis, 1024) }))
    expect(notes(...times)).toEqual({ '0->1': { text: '20 ms · 1 KiB', tone: 'info' } })
  })

  it('puts what went wrong first', () => {
    expect(
      notes(
        entry(1, { transfer: transfer(5) }),
        entry(2, { kind: 'warning', meaning: 'Slow.' }),
        entry(3, { kind: 'error', meaning: 'No KV came.' }),
      )['0->1'],
    ).toEqual({ text: 'Log line 3: No KV came.', tone: 'error' })
  })

  it('leaves out lines that may mean several edges, and those that say nothing', () => {
    const both = [
      { from: '0', to: '1' },
      { from: '1', to: '2' },
    ]
    expect(notes(entry(1, { kind: 'error', edges: both }), entry(2, { kind: 'info' }))).toEqual({})
  })
})
