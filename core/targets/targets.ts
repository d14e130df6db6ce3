import { connectorNames, transferEngineNames } from '../connectors/index.ts'
import type { TargetId } from '../contract/index.ts'
import type { PortRule, Target } from './types.ts'

export const DEFAULT_TARGET: TargetId = '2026-07'
export const DEFAULT_SHM_THRESHOLD = 65536

const STRIDED_FORMULA = 'base + purpose + replica*1024 + rank*16 + from_stage'

const PORTS: PortRule = {
  defaultBase: 50051,
  purposeOffsets: { request_forwarding: 0, kv_transfer: 100, orchestrator: 200 },
  rankStride: 16,
  replicaStride: 1024,
  formula: STRIDED_FORMULA,
  unknownPurpose: 'adds-nothing',
  checked: false,
  stageLimit: 16,
  integerIds: false,
  orchestratorReplica: false,
  appliedAt: 'planning',
}

const SNAP: Target = {
  id: '2025-12',
  title: 'December 2025',
  about: 'Reads legacy files only; knows shared memory and the Mooncake store, and no transfer engine yet.',
  since: '2025-12',
  until: '2026-07',
  accepts: { legacy: true, deploy: false },
  refusal: dialect =>
    dialect === 'deploy'
      ? 'This revision knows no deploy files: `stages` and the top-level `connectors` and `edges` are not read.'
      : null,
  fileFlags: ['--stage-configs-path'],
  ports: PORTS,
  sharedMemory: {
    path: 'inline-below-threshold',
    automaticThreshold: true,
    thresholdRead: true,
    defaultThresholdBytes: DEFAULT_SHM_THRESHOLD,
  },
  transferEngines: new Set(transferEngineNames('2025-12')),
  registered: new Set(connectorNames('2025-12')),
  readsDeploy: false,
  mergesBase: false,
  outbound: 'stage-0',
  injectsRole: false,
  injectsStages: false,
  refusesFan: false,
}

const REF: Target = {
  id: '2026-07',
  title: 'July 2026',
  about:
    'Reads both dialects; transfer-engine ports carry purpose, replica, rank and stage, and no range is checked.',
  since: '2026-07',
  until: '2026-09',
  accepts: { legacy: true, deploy: true },
  refusal: () => null,
  fileFlags: ['--deploy-config', '--stage-configs-path'],
  ports: PORTS,
  sharedMemory: {
    path: 'key-named',
    automaticThreshold: true,
    thresholdRead: false,
    defaultThresholdBytes: DEFAULT_SHM_THRESHOLD,
  },
  transferEngines: new Set(transferEngineNames('2026-07')),
  registered: new Set(connectorNames('2026-07')),
  readsDeploy: true,
  mergesBase: true,
  outbound: 'every-stage',
  injectsRole: true,
  injectsStages: false,
  refusesFan: true,
}

const LATER: Target = {
  id: '2026-09',
  title: 'September 2026',
  about:
    'Reads deploy files only; checks stage ids, ranks and ports, and counts NIXL among the transfer engines.',
  since: '2026-09',
  until: null,
  accepts: { legacy: false, deploy: true },
  refusal: dialect =>
    dialect === 'legacy' || dialect === 'both'
      ? 'The deploy loader raises ValueError: the file uses the removed `stage_args` schema.'
      : null,
  fileFlags: ['--deploy-config'],
  ports: {
    ...PORTS,
    unknownPurpose: 'raises',
    checked: true,
    integerIds: true,
    orchestratorReplica: true,
    appliedAt: 'creation',
  },
  sharedMemory: {
    path: 'key-named-fifo',
    automaticThreshold: false,
    thresholdRead: false,
    defaultThresholdBytes: DEFAULT_SHM_THRESHOLD,
  },
  transferEngines: new Set(transferEngineNames('2026-09')),
  registered: new Set(connectorNames('2026-09')),
  readsDeploy: true,
  mergesBase: true,
  outbound: 'stage-0',
  injectsRole: true,
  injectsStages: true,
  refusesFan: false,
}

/** Every revision that the resolver speaks for. */
export const TARGETS: Readonly<Record<TargetId, Target>> = {
  '2025-12': SNAP,
  '2026-07': REF,
  '2026-09': LATER,
}

export const TARGET_IDS: readonly TargetId[] = ['2025-12', '2026-07', '2026-09']

export const isTargetId = (text: string): text is TargetId => Object.hasOwn(TARGETS, text)
