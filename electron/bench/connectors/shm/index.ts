export { createSharedMemory } from './create.ts'
export { isRunAlive, newRunPrefix, SHM_FOLDER } from './names.ts'
export { residueOfRun, type ShmResidue, sweepDeadRuns, sweepRun } from './sweep.ts'
