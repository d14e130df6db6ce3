import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../document/index.ts'
import type { TextEdit } from '../document/types.ts'
import {
  BURST_PAUSE_MS,
  EMPTY_HISTORY,
  type History,
  MAX_STEPS,
  type Move,
  recordMove,
  recordStep,
  recordTyping,
  redoStep,
  undoStep,
} from './index.ts'

/** A text with its history: the smallest document there is. */
class Pad {
  text: string
  history: History = EMPTY_HISTORY

  constructor(text = '') {
    this.text = text
  }

  edit(start: number, end: number, text: string, title = 'Edit'): this {
    const edits: TextEdit[] = [{ range: { start, end }, text }]
    this.history = recordStep(this.history, title, this.text, edits)
    this.text = applyEdits(this.text, edits)
    return this
  }

  type(start: number, end: number, text: string, now: number): this {
    const edits: TextEdit[] = [{ range: { start, end }, text }]
    this.history = recordTyping(this.history, this.text, edits, now)
    this.text = applyEdits(this.text, edits)
    return this
  }

  move(take: (history: History) => Move | null): boolean {
    const move = take(this.history)
    if (move === null) return false
    this.text = applyEdits(this.text, move.edits)
    this.history = move.history
    return true
  }
}

const edit = fc.record({ at: fc.nat(30), length: fc.nat(5), text: fc.string({ maxLength: 4 }) })
const apply = (pad: Pad, { at, length, text }: { at: number; length: number; text: string }) => {
  const start = Math.min(at, pad.text.length)
  pad.edit(start, Math.min(start + length, pad.text.length), text)
}

describe('undo and redo', () => {
  it('walk through the very same texts, back and forth', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), edits => {
        const pad = new Pad('stages: []\n')
        const texts = [pad.text]
        for (const step of edits) {
          apply(pad, step)
          texts.push(pad.text)
        }
        for (const text of texts.toReversed().slice(1)) {
          expect(pad.move(undoStep)).toBe(true)
          expect(pad.text).toBe(text)
        }
        expect(pad.move(undoStep)).toBe(false)
        for (const text of texts.slice(1)) {
          expect(pad.move(redoStep)).toBe(true)
          expect(pad.text).toBe(text)
        }
        expect(pad.move(redoStep)).toBe(false)
      }),
    )
  })

  it('forget what was undone once something new is done', () => {
    const pad = new Pad().edit(0, 0, 'a').edit(1, 1, 'b')
    pad.move(undoStep)
    pad.edit(1, 1, 'c')
    expect(pad.move(redoStep)).toBe(false)
    expect(pad.text).toBe('ac')
  })

  it('record no step for no edits', () => {
    expect(recordStep(EMPTY_HISTORY, 'Nothing', 'a', [])).toBe(EMPTY_HISTORY)
  })
})

describe('a burst of typing', () => {
  it('is one step, deletions included', () => {
    const pad = new Pad('x').type(1, 1, 'a', 0).type(2, 2, 'b', 100).type(3, 3, 'c', 200).type(3, 4, '', 300)
    expect(pad.text).toBe('xab')
    pad.move(undoStep)
    expect(pad.text).toBe('x')
    pad.move(redoStep)
    expect(pad.text).toBe('xab')
  })

  it('ends with a pause, a jump, a line break, a command and an undo', () => {
    const ends: ((pad: Pad) => Pad)[] = [
      pad => pad.type(2, 2, 'b', BURST_PAUSE_MS + 1),
      pad => pad.type(0, 0, 'b', 10),
      pad => pad.type(2, 2, '\n', 10),
      pad => pad.edit(2, 2, 'b'),
    ]
    for (const end of ends) {
      const pad = end(new Pad('x').type(1, 1, 'a', 0))
      pad.move(undoStep)
      expect(pad.text).toBe('xa')
    }
    const pad = new Pad('x').edit(0, 1, 'y').type(1, 1, 'a', 0)
    pad.move(undoStep)
    pad.type(1, 1, 'b', 10)
    pad.move(undoStep)
    expect(pad.text).toBe('y')
  })
})

describe('a move beside the text', () => {
  const at = (x: number) => ({ x, y: 0 })

  it('is a step among those of the text, and gives both places', () => {
    const pad = new Pad('a').edit(1, 1, 'b')
    pad.history = recordMove(pad.history, 'Move', { from: { 0: null }, to: { 0: at(5) } }, 0)
    pad.edit(2, 2, 'c')
    pad.move(undoStep)
    const back = undoStep(pad.history)
    expect([back?.edits, back?.places]).toEqual([[], { 0: null }])
    pad.move(undoStep)
    expect(redoStep(pad.history)?.places).toEqual({ 0: at(5) })
    pad.move(undoStep)
    expect(pad.text).toBe('a')
  })

  it('goes on for as long as the same things are moved without a pause', () => {
    const move = (history: History, name: string, x: number, now: number) =>
      recordMove(history, 'Move', { from: { [name]: at(x - 1) }, to: { [name]: at(x) } }, now)
    const twice = move(move(EMPTY_HISTORY, '0', 1, 0), '0', 2, BURST_PAUSE_MS)
    expect(twice.done?.depth).toBe(1)
    expect(undoStep(twice)?.places).toEqual({ 0: at(0) })
    expect(move(twice, '0', 3, 2 * BURST_PAUSE_MS + 1).done?.depth).toBe(2)
    expect(move(twice, '1', 3, BURST_PAUSE_MS).done?.depth).toBe(2)
  })

  it('of nothing is no step', () => {
    expect(recordMove(EMPTY_HISTORY, 'Move', { from: {}, to: {} }, 0)).toBe(EMPTY_HISTORY)
  })
})

it('keeps a bounded number of steps, the newest ones', () => {
  const pad = new Pad()
  for (let count = 0; count < MAX_STEPS * 2; count += 1) pad.edit(0, 0, String(count % 10))
  let steps = 0
  while (pad.move(undoStep)) steps += 1
  expect(steps).toBeLessThanOrEqual(MAX_STEPS)
  expect(steps).toBeGreaterThanOrEqual(MAX_STEPS / 2)
  expect(pad.text.length).toBe(MAX_STEPS * 2 - steps)
})

it('keeps a bounded number of characters, and always the newest step', () => {
  const big = 'x'.repeat(8 * 1024 * 1024)
  const pad = new Pad()
  for (let count = 0; count < 6; count += 1) pad.edit(0, pad.text.length, big)
  let steps = 0
  while (pad.move(undoStep)) steps += 1
  expect(steps).toBeGreaterThanOrEqual(1)
  expect(steps).toBeLessThan(6)
})
