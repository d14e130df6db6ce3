import { NoFile } from '../panel/index.ts'

/** Checks this machine against the file. */
export const PreflightPanel = () => <NoFile>Open a file to check this machine against it.</NoFile>
