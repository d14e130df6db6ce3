import { DEFAULT_BENCH_OPTIONS } from '../../core/bench/types.ts'
import { EMPTY_HISTORY } from '../../core/history/index.ts'
import { absentHost } from './absent-host.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import type { WorkbenchData } from './types.ts'

/** The window before anything is open and before a host is there. */
export const INITIAL_DATA: WorkbenchData = {
  host: absentHost,
  engine: null,
  app: null,
  phase: 'loading',
  document: null,
  loadSerial: 0,
  text: '',
  savedText: '',
  history: EMPTY_HISTORY,
  change: null,
  analysis: null,
  lastGood: null,
  context: {},
  selection: null,
  multi: [],
  probe: { rank: 0, replica: 0 },
  bench: {
    options: DEFAULT_BENCH_OPTIONS,
    progress: null,
    report: null,
    running: false,
    cancelling: false,
    loadSerial: null,
    error: null,
    history: [],
  },
  panel: 'problems',
  panelOpen: true,
  panelFull: false,
  overlay: null,
  question: null,
  revealed: null,
  cursor: null,
  positions: {},
  edgeNotes: {},
  settings: DEFAULT_SETTINGS,
  notices: [],
  recoveries: [],
  recent: [],
  pathPrompt: null,
  recoveryKey: '',
  connected: true,
}
