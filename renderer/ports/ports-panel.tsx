import { NoFile } from '../panel/index.ts'

/** Every port that the file makes the stages bind and dial. */
export const PortsPanel = () => (
  <NoFile>Open a file to see here every port that it makes the stages bind and dial.</NoFile>
)
