import { always, type LogPattern } from './pattern.ts'

/** Lines that tell what was set up. */
export const NOTES: readonly LogPattern[] = [
  always(
    /Auto-configuring SharedMemoryConnector for edge/,
    'info',
    ['WIRE-5'],
    'The edge has no connector, so shared memory was filled in. That works on one host only.',
  ),
  always(/Created connector .{0,300}->/, 'info', [], 'A connector was created.'),
  {
    pattern: /Loaded (?:OmniTransferConfig with )?(\d+) connector config/i,
    read: match => ({ kind: 'info', meaning: `${match[1]} connectors were configured.`, rules: [] }),
  },
  always(
    /No OmniTransferConfig provided/,
    'info',
    ['WIRE-5'],
    'There is no transfer configuration, so every edge uses the built-in path.',
  ),
  always(
    /sender[ _]info(?:rmation)? updated|Updated sender info/i,
    'info',
    ['EP-1'],
    'A receiver learned its sender’s address.',
  ),
]
