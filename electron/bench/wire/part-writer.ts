const FIRST_BLOCK = 512
const LARGEST_BLOCK = 256 * 1024
/** Binary parts from this size on are handed on as they are; smaller ones are cheaper to copy than to list. */
const BORROW_FROM = 4096

/** Collects small pieces in blocks and lists large ones between them, so that no large piece is copied. */
export class PartWriter {
  buffer: Buffer = Buffer.allocUnsafe(FIRST_BLOCK)
  private readonly parts: Uint8Array[] = []
  private start = 0
  private end = 0
  private total = 0

  /** Offset in `buffer` where the next `size` bytes have to be written. */
  room(size: number): number {
    if (this.end + size > this.buffer.length) this.nextBlock(size)
    const at = this.end
    this.end += size
    this.total += size
    return at
  }

  byte(value: number): void {
    const at = this.room(1)
    this.buffer[at] = value
  }

  tagged8(tag: number, value: number): void {
    const at = this.room(2)
    this.buffer[at] = tag
    this.buffer[at + 1] = value
  }

  tagged16(tag: number, value: number): void {
    const at = this.room(3)
    this.buffer[at] = tag
    this.buffer.writeUInt16BE(value, at + 1)
  }

  tagged32(tag: number, value: number): void {
    const at = this.room(5)
    this.buffer[at] = tag
    this.buffer.writeUInt32BE(value, at + 1)
  }

  tagged64(tag: number, value: bigint): void {
    const at = this.room(9)
    this.buffer[at] = tag
    this.buffer.writeBigUInt64BE(value, at + 1)
  }

  text(text: string, size: number): void {
    if (size === 0) return
    const at = this.room(size)
    this.buffer.write(text, at, size, 'utf8')
  }

  bytes(bytes: Uint8Array): void {
    if (bytes.byteLength >= BORROW_FROM) {
      this.closeRun()
      this.parts.push(bytes)
      this.total += bytes.byteLength
    } else {
      const at = this.room(bytes.byteLength)
      this.buffer.set(bytes, at)
    }
  }

  finish(): { readonly parts: readonly Uint8Array[]; readonly size: number } {
    this.closeRun()
    return { parts: this.parts, size: this.total }
  }

  private closeRun(): void {
    if (this.end > this.start) this.parts.push(this.buffer.subarray(this.start, this.end))
    this.start = this.end
  }

  private nextBlock(size: number): void {
    this.closeRun()
    this.buffer = Buffer.allocUnsafe(Math.max(size, Math.min(this.buffer.length * 4, LARGEST_BLOCK)))
    this.start = 0
    this.end = 0
  }
}
