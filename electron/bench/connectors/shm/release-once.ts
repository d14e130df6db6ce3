import type { ReaderBuffers } from './reader-buffers.ts'

/** Gives a buffer back to its pool; a second call must not put it there twice. */
export function releaseOnce(buffers: ReaderBuffers, buffer: Buffer): () => void {
  let held: Buffer | null = buffer
  return () => {
    if (held !== null) buffers.give(held)
    held = null
  }
}
