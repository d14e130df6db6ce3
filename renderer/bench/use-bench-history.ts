import { useEffect, useState } from 'react'
import type { BenchReport } from '../../core/bench/types.ts'
import { useWorkbench } from '../state/index.ts'

/** Past runs as the host keeps them, newest first; read again after each run. */
export function useBenchHistory(): readonly BenchReport[] {
  const host = useWorkbench(state => state.host)
  const lastRun = useWorkbench(state => state.bench.report?.runId ?? null)
  const [reports, setReports] = useState<readonly BenchReport[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a finished run is a reason to read again
  useEffect(() => {
    let current = true
    host.call('bench.history').then(answer => {
      if (current && answer.ok) setReports(answer.value)
    })
    return () => {
      current = false
    }
  }, [host, lastRun])
  return reports
}
