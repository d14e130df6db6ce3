import { useWorkbench } from '../state/index.ts'

/** Runs `work` once the canvas shows the text as it is now; not at all when the text changes again before. */
export function afterAnalysis(work: () => void): void {
  const { text } = useWorkbench.getState()
  const stop = useWorkbench.subscribe(
    state => state.lastGood?.document.text === state.text || state.text !== text,
    settled => {
      if (!settled) return
      stop()
      if (useWorkbench.getState().text === text) requestAnimationFrame(() => requestAnimationFrame(work))
    },
  )
}
