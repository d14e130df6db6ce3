import { NoFile } from '../panel/index.ts'

/** Which layer each value of the file comes from. */
export const EffectivePanel = () => (
  <NoFile>Open a file to see here which layer each value comes from.</NoFile>
)
