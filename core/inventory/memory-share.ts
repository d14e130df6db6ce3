import type { StageView } from '../contract/analysis.ts'

/** `gpu_memory_utilization` of a language-model stage that leaves it out. */
const DEFAULT_SHARE = 0.9

/** Part of a device's memory that each worker of a stage takes. */
export interface MemoryShare {
  /** 0 to 1; what is written may be beyond. */
  readonly value: number
  /** True where nobody wrote it and the runtime's default counts. */
  readonly assumed: boolean
}

/** What a stage takes of each of its devices; null where it takes none, as diffusion stages that leave it out. */
export function memoryShare({ gpuMemoryUtilization, kind }: StageView): MemoryShare | null {
  if (gpuMemoryUtilization !== null) return { value: gpuMemoryUtilization, assumed: false }
  return kind.startsWith('llm') ? { value: DEFAULT_SHARE, assumed: true } : null
}
