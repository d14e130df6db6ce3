import type { StageKind } from '../contract/analysis.ts'
import { dictGet, isDict, type PyValue, pyInt } from '../value/index.ts'

/** Reads a field of a stage by its flattened name; null where nothing gives it. */
export type FieldReader = (key: string) => PyValue

/**
 * Larger counts than any deployment has. What a slip of the keyboard asks for beyond them is not enumerated: plans,
 * rules and views go over replicas, ranks and devices one by one.
 */
const MAX_COUNT = 1024
const MAX_WORLD = 65_536

/** A parallel degree as the runtime takes it: at least 1, and 1 for what is no integer. At most 1024. */
export function degree(value: PyValue | undefined): number {
  const result = value === undefined || value === null ? null : pyInt(value)
  if (result === null || !result.ok) return 1
  return result.value > 1 ? Math.min(Number(result.value), MAX_COUNT) : 1
}

/** `parallel_config` alone decides where it is a mapping; else the stage's own fields do. */
const parallelReader = (read: FieldReader): FieldReader => {
  const config = read('parallel_config')
  return isDict(config) ? key => dictGet(config, key) ?? null : read
}

/** TP ranks of one replica, as the KV manager infers them (runtime: stage init of `rank_mapping`). */
export const tensorParallelSize = (read: FieldReader): number =>
  degree(parallelReader(read)('tensor_parallel_size'))

function sequenceParallelSize(read: FieldReader): number {
  const written = read('sequence_parallel_size')
  return written === null ? degree(read('ulysses_degree')) * degree(read('ring_degree')) : degree(written)
}

/** Devices that one replica takes: TP × PP × local DP for LLM stages, all degrees of a diffusion stage. */
export function worldSize(read: FieldReader, kind: StageKind): number {
  const config = parallelReader(read)
  const diffusion = kind === 'diffusion' || config !== read
  const common =
    degree(config('tensor_parallel_size')) *
    degree(config('pipeline_parallel_size')) *
    degree(diffusion ? config('data_parallel_size') : localDataParallel(read))
  const more = diffusion ? sequenceParallelSize(config) * degree(config('cfg_parallel_size')) : 1
  return Math.min(common * more, MAX_WORLD)
}

const localDataParallel = (read: FieldReader): PyValue =>
  read('data_parallel_size_local') ?? read('data_parallel_size')
