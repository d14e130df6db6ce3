import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ReaderBuffers } from '../shm/reader-buffers.ts'
import { type Frame, FrameReader } from './frame-reader.ts'
import { FRAME, HEAD_BYTES, writeHead } from './frames.ts'
import { SLAB_BYTES } from './slab.ts'

const SIZES = [0, 1, 1024, 64 * 1024, 128 * 1024 - 1, 128 * 1024, SLAB_BYTES, SLAB_BYTES + 1]

/** A frame whose body is its own number, over and over. */
function frameBytes(id: number, bodyBytes: number, descriptionBytes: number): Buffer {
  const kind = bodyBytes === 0 ? FRAME.notFound : FRAME.data
  const bytes = Buffer.alloc(HEAD_BYTES + descriptionBytes + bodyBytes, id)
  writeHead(bytes, 0, { kind, id, fast: false, descriptionBytes, bodyBytes })
  return bytes
}

/** Reads as a socket does: never more than the target takes, and at most `most` bytes at once. */
function feed(reader: FrameReader, bytes: Buffer, most: number): void {
  let at = 0
  while (at < bytes.length) {
    const count = bytes.copy(reader.target(), 0, at, at + most)
    expect(count).toBeGreaterThan(0)
    expect(reader.advance(count)).toBe(true)
    at += count
  }
}

const isWhole = ({ head, description, body }: Frame): boolean =>
  description.equals(Buffer.alloc(head.descriptionBytes, head.id)) &&
  (body === null ? head.bodyBytes === 0 : body.bytes.equals(Buffer.alloc(head.bodyBytes, head.id)))

const isWithin = (bytes: Buffer | undefined, slab: Buffer): boolean =>
  bytes?.buffer === slab.buffer &&
  bytes.byteOffset >= slab.byteOffset &&
  bytes.byteOffset < slab.byteOffset + slab.length

describe('FrameReader', () => {
  it('gives every frame whole, however the bytes come, and touches none that is still held', () => {
    const frame = fc.record({
      size: fc.constantFrom(...SIZES),
      description: fc.constantFrom(0, 7, 4096),
      isKept: fc.boolean(),
    })
    const piece = fc.constantFrom(5000, 70_000, Number.MAX_SAFE_INTEGER)
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 12 }), piece, (frames, most) => {
        const held: Frame[] = []
        const seen: number[] = []
        const reader = new FrameReader(new ReaderBuffers(), arrived => {
          expect(isWhole(arrived)).toBe(true)
          seen.push(arrived.head.id)
          if (frames[arrived.head.id]?.isKept === true) held.push(arrived)
          else arrived.body?.release()
        })
        const all = frames.map(({ size, description }, id) => frameBytes(id, size, description))
        feed(reader, Buffer.concat(all), most)
        expect(seen).toEqual(frames.map((_, id) => id))
        expect(held.every(isWhole)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('takes a slab for new frames only when all that it holds is released', () => {
    const buffers = new ReaderBuffers()
    const taken = vi.spyOn(buffers, 'take').mock.results
    const frames: Frame[] = []
    const reader = new FrameReader(buffers, frame => void frames.push(frame))
    const slabOf = (index: number) =>
      taken.findIndex(({ value }) => isWithin(frames[index]?.body?.bytes, value))
    const one = (id: number) => feed(reader, frameBytes(id, 100_000, 0), Number.MAX_SAFE_INTEGER)
    for (let id = 0; id < 6; id += 1) one(id)
    expect(slabOf(5)).not.toBe(slabOf(0))
    for (const frame of frames) frame.body?.release()
    for (let id = 6; id < 12; id += 1) one(id)
    expect(new Set([6, 7, 8, 9, 10, 11].map(slabOf)).size).toBe(2)
    expect([slabOf(0), slabOf(5)]).toContain(slabOf(11))
  })

  it('refuses what is no frame', () => {
    const reader = new FrameReader(new ReaderBuffers(), () => undefined)
    const text = Buffer.from('HTTP/1.1 400 Bad Request')
    text.copy(reader.target())
    expect(reader.advance(text.length)).toBe(false)
  })
})
