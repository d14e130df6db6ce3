import { NoFile } from '../panel/index.ts'

/** Which stage takes how much of which GPU. */
export const DevicesPanel = () => (
  <NoFile>Open a file to see here which stage takes how much of which GPU.</NoFile>
)
