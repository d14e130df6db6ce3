import { NoFile } from '../panel/index.ts'

/** Explains a log of the runtime. */
export const DoctorPanel = () => (
  <NoFile>Open the file that the log belongs to, then paste the log here.</NoFile>
)
