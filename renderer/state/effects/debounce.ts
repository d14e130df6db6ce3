/** Runs `work` once, `delayMs` after the last call; `flush` runs what waits at once. */
export function debounce(work: () => void, delayMs: number) {
  let timer: ReturnType<typeof setTimeout> | null = null
  const cancel = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const run = () => {
    cancel()
    work()
  }
  return {
    call() {
      cancel()
      timer = setTimeout(run, delayMs)
    },
    flush() {
      if (timer !== null) run()
    },
    cancel,
  }
}
