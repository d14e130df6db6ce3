import type { Workbench } from './types.ts'

type Set = (patch: Partial<Workbench>) => void
type Get = () => Workbench

type BenchActions = Pick<Workbench, 'setBenchOptions' | 'replaceBenchOptions' | 'startBench' | 'cancelBench'>

/** Runs of the test bench; the host does the work and sends progress as events. */
export const createBenchSlice = (set: Set, get: Get): BenchActions => {
  const patch = (bench: Partial<Workbench['bench']>) => set({ bench: { ...get().bench, ...bench } })
  return {
    setBenchOptions: options => patch({ options: { ...get().bench.options, ...options } }),

    replaceBenchOptions: options => patch({ options }),

    async startBench(options) {
      const { bench, text, document, context, host } = get()
      if (bench.running) return
      const chosen = { ...bench.options, ...options }
      patch({ options: chosen, running: true, error: null, progress: null, report: null })
      const started = await host.call('bench.start', {
        text,
        fileName: document?.path ?? document?.name ?? 'config.yaml',
        context,
        options: chosen,
      })
      if (!started.ok) patch({ running: false, error: started.error.message })
    },

    async cancelBench() {
      const { bench, host, notify } = get()
      if (!bench.running) return
      const runId = bench.progress?.runId
      if (runId === undefined) {
        const current = await host.call('bench.current')
        if (!current.ok || current.value.progress === null) return
        await host.call('bench.cancel', current.value.progress.runId)
        return
      }
      const cancelled = await host.call('bench.cancel', runId)
      if (!cancelled.ok) notify(cancelled.error.message, { tone: 'error' })
    },
  }
}
