import { type DeviceUse, devicesOf, inventoryVisible, type VisibleDevices } from '../inventory/index.ts'
import { stageOfProcess } from '../launch/index.ts'
import type { RuleView } from './view.ts'

const splitIds = (text: string): readonly string[] =>
  text
    .split(',')
    .map(id => id.trim())
    .filter(id => id !== '')

/** Variables that narrow a process's devices, by platform; the first one set counts. */
const VISIBLE_VARIABLES = [
  'CUDA_VISIBLE_DEVICES',
  'ASCEND_RT_VISIBLE_DEVICES',
  'HIP_VISIBLE_DEVICES',
  'ZE_AFFINITY_MASK',
  'MUSA_VISIBLE_DEVICES',
]

/** The visible devices that an environment gives; null = it says nothing. */
export function visibleFrom(env: Readonly<Record<string, string>>): readonly string[] | null {
  for (const name of VISIBLE_VARIABLES) if (Object.hasOwn(env, name)) return splitIds(env[name] ?? '')
  return null
}

/** What decides which devices a process sees. */
export type Launch = Pick<RuleView, 'hosts' | 'launch' | 'context'>

/** What the launch command sets for a stage: for its own process, else for the one that runs all stages. */
function launchVisible({ launch }: Launch, stage: string): readonly string[] | null {
  const { processes } = launch
  const own = processes.find(process => stageOfProcess(process) === stage)
  const all = processes.find(process => stageOfProcess(process) === null)
  const process = own ?? all
  return process === undefined ? null : visibleFrom(process.env)
}

/** Visible devices by stage: the inventory's word, else the launch command's, else the launch environment's. */
export function visibleDevices(launch: Launch): VisibleDevices {
  const told = inventoryVisible(launch.hosts)
  const fallback = visibleFrom(launch.context.env ?? {})
  return (stage, replica) => told(stage, replica) ?? launchVisible(launch, stage) ?? fallback
}

/** Every device that the stages take. */
export function deviceUses(view: RuleView): readonly DeviceUse[] {
  const visible = visibleDevices(view)
  return view.stages
    .filter(stage => stage.origin !== 'ghost')
    .flatMap(stage => devicesOf(stage, view.hosts, visible))
}
