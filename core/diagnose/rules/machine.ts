import type { Rule } from '../types.ts'
import { CUDA_IPC } from './machine/cuda-ipc.ts'
import { NUMA } from './machine/numa.ts'
import { RDMA } from './machine/rdma.ts'
import { SHM_PEAK, SHM_RESIDUE } from './machine/shared-memory.ts'

export const MACHINE_RULES: readonly Rule[] = [SHM_PEAK, SHM_RESIDUE, RDMA, NUMA, CUDA_IPC]
