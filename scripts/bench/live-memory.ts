/** Bytes that are still referred to, after a collection, and bytes of the process in memory. */
export function memoryNow(): { readonly live: number; readonly resident: number } {
  const collect = (globalThis as { gc?: () => void }).gc
  collect?.()
  collect?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: heapUsed + external, resident: rss }
}
