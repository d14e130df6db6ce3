import { NoFile } from '../panel/index.ts'

/** Runs the transfers of the file on this machine. */
export const BenchPanel = () => <NoFile>Open a file to run its transfers on this machine.</NoFile>
