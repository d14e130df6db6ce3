import { useWorkbench } from '../workbench.ts'

const SHOWN_MS = 6000

/** Takes away notices that need no answer after a moment. */
export function expireNotices(): () => void {
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const stop = useWorkbench.subscribe(
    state => state.notices,
    notices => {
      for (const { id, sticky } of notices) {
        if (sticky || timers.has(id)) continue
        timers.set(
          id,
          setTimeout(() => {
            timers.delete(id)
            useWorkbench.getState().dismiss(id)
          }, SHOWN_MS),
        )
      }
    },
  )
  return () => {
    stop()
    for (const timer of timers.values()) clearTimeout(timer)
  }
}
