import koffi from 'koffi'
import { onceOnLinux } from './linux.ts'

const PAGE = 4096
const HUGE_PAGE = 2 * 1024 * 1024
const MADV_HUGEPAGE = 14

/**
 * A copy by `rep movsb`, which the kernel makes, is ten times slower on some processors (AMD Zen 3: 2 instead of 28 GB/s)
 * where the target lies 1 to 31 bytes behind the source, counted modulo 4096. A payload in the middle of a page is not
 * met by this behind a short header at the beginning of one, nor by a copy to the beginning of one.
 */
const MID_PAGE = 2048
/** Below this the place matters little, and a page for each would be waste. */
const PLACED_FROM = 64 * 1024

/** What pieces are cut from that are smaller than a huge page, and how much of it is given away. */
let shared: Buffer = Buffer.alloc(0)
let given = 0

/**
 * Memory with arbitrary content that begins at a page, on Linux in huge pages: their frames lie side by side, so that
 * a socket notes and copies 64 KiB at once instead of page by page.
 */
export function pageMemory(bytes: number): Buffer {
  if (bytes > HUGE_PAGE / 2) return hugePages(bytes)
  if (given + bytes > shared.length) {
    shared = hugePages(HUGE_PAGE)
    given = 0
  }
  const piece = shared.subarray(given, given + bytes)
  given += Math.ceil(bytes / PAGE) * PAGE
  return piece
}

/** Memory with arbitrary content for a payload that is going to be sent. */
export function payloadMemory(bytes: number): Uint8Array {
  if (bytes < PLACED_FROM) return new Uint8Array(bytes)
  const { buffer, byteOffset } = pageMemory(MID_PAGE + bytes)
  return new Uint8Array(buffer, byteOffset + MID_PAGE, bytes)
}

const madvise = onceOnLinux(library => library.func('int madvise(uint64_t at, size_t bytes, int advice)'))

function hugePages(bytes: number): Buffer {
  const advise = madvise()
  if (advise === null) return Buffer.allocUnsafeSlow(bytes)
  const whole = Math.ceil(bytes / HUGE_PAGE) * HUGE_PAGE
  const room = Buffer.allocUnsafeSlow(whole + HUGE_PAGE)
  const address = koffi.address(room)
  const toPage = Number(-address & BigInt(HUGE_PAGE - 1))
  // The last one only where half of it is used: it would be there whole. Refused where huge pages are switched off.
  advise(address + BigInt(toPage), Math.round(bytes / HUGE_PAGE) * HUGE_PAGE, MADV_HUGEPAGE)
  return room.subarray(toPage, toPage + bytes)
}
