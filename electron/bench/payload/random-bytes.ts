const BLOCK = 1 << 20

/** Fills `target` with bytes that follow from the seed: a megabyte of noise, repeated. */
export function fillFromSeed(target: Uint8Array, seed: number): void {
  const block = noise(Math.min(BLOCK, target.byteLength), seed)
  for (let at = 0; at < target.byteLength; at += BLOCK)
    target.set(block.subarray(0, Math.min(BLOCK, target.byteLength - at)), at)
}

/** xorshift32: small, fast, the same on every machine. A state of 0 would stay 0. */
export function xorshift(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}

function noise(bytes: number, seed: number): Uint8Array {
  const next = xorshift(seed)
  const words = new Uint32Array(Math.ceil(bytes / 4))
  for (let at = 0; at < words.length; at++) words[at] = next()
  return new Uint8Array(words.buffer, 0, bytes)
}
