import type { Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type BenchActions = Pick<Workbench, 'setBenchOptions' | 'replaceBenchOptions' | 'startBench' | 'cancelBench'>

/** Runs of the test bench; the host does the work and sends progress as events. */
export const createBenchSlice = (set: Set, get: Get): BenchActions => {
  const patch = (bench: Partial<Workbench['bench']>) => set({ bench: { ...get().bench, ...bench } })
  /** The number of the run that is going on or being started; null for one that an earlier window began. */
  let starting: Promise<string | null> = Promise.resolve(null)

  /** A run that is still being started is cancelled as soon as it has a number. */
  const runToCancel = async (): Promise<string | null> => {
    const known = get().bench.progress?.runId
    if (known !== undefined) return known
    const begun = await starting
    if (begun !== null) return begun
    const current = await get().host.call('bench.current')
    return current.ok ? (current.value.progress?.runId ?? null) : null
  }

  return {
    setBenchOptions: options => patch({ options: { ...get().bench.options, ...options } }),

    replaceBenchOptions: options => patch({ options }),

    async startBench(options) {
      const { bench, text, document, context, host, loadSerial } = get()
      if (bench.running) return
      const chosen = { ...bench.options, ...options }
      patch({
        options: chosen,
        running: true,
        loadSerial,
        cancelling: false,
        error: null,
        progress: null,
        report: null,
      })
      const started = host.call('bench.start', {
        text,
        fileName: document?.path ?? document?.name ?? 'config.yaml',
        context,
        options: chosen,
      })
      starting = started.then(answer => (answer.ok ? answer.value.runId : null))
      const answer = await started
      if (!answer.ok) patch({ running: false, cancelling: false, error: answer.error.message })
    },

    async cancelBench() {
      const { bench, host, notify } = get()
      if (!bench.running || bench.cancelling) return
      patch({ cancelling: true })
      const runId = await runToCancel()
      if (runId === null) return patch({ cancelling: false })
      const cancelled = await host.call('bench.cancel', runId)
      if (cancelled.ok || cancelled.error.code === 'not-running') return
      patch({ cancelling: false })
      notify(cancelled.error.message, { tone: 'error' })
    },
  }
}
