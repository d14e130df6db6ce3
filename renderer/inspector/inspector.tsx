import { NoFile } from '../panel/index.ts'

/** Forms for what is selected. */
export const Inspector = () => <NoFile>Open a file, then select a stage or an edge to edit it here.</NoFile>
