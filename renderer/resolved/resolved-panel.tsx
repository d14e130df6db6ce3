import { NoFile } from '../panel/index.ts'

/** What the workers of the selected stage get. */
export const ResolvedPanel = () => <NoFile>Open a file to see here what each worker of a stage gets.</NoFile>
