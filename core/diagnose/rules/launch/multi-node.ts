import { hostNamesOf } from '../../../inventory/index.ts'
import { flagValue, hasFlag, type LaunchProcess, stageOfProcess } from '../../../launch/index.ts'
import { isLoopback } from '../../../ports/machines.ts'
import { isString } from '../../../value/index.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listWords, stageWords } from '../../words.ts'

const ADDRESS = '--omni-master-address'
const PORT = '--omni-master-port'

/** A process of the stage-based launch: it runs one stage alone. */
interface StageProcess {
  readonly process: LaunchProcess
  readonly stage: string
  readonly headless: boolean
}

const stageProcesses = (view: RuleView): readonly StageProcess[] =>
  view.launch.processes.flatMap(process => {
    const stage = stageOfProcess(process)
    return stage === null ? [] : [{ process, stage, headless: hasFlag(process, '--headless') }]
  })

const COMMAND: Place = { path: [], elsewhere: true }

const lineWords = (processes: readonly StageProcess[]): string =>
  listWords(processes.map(({ process, stage }) => `stage ${stage} (line ${process.line})`))

/** Exactly one process answers the API: that of stage 0. */
function heads(processes: readonly StageProcess[]): readonly FindingDraft[] {
  const open = processes.filter(({ headless }) => !headless)
  const [head, ...others] = open
  if (head === undefined)
    return [
      {
        message:
          'Every process of the launch command is --headless, so none runs the API server and the orchestrator, and all of them wait for it. Start stage 0 without --headless.',
        arithmetic: '0 processes without --headless, must be 1',
        place: COMMAND,
      },
    ]
  if (others.length > 0)
    return [
      {
        message: `${open.length} processes of the launch command run an API server and an orchestrator of their own: ${lineWords(open)}. Add --headless to all but stage 0.`,
        arithmetic: `${open.length} processes without --headless, must be 1`,
        place: COMMAND,
        stages: open.map(({ stage }) => stage),
      },
    ]
  if (head.stage === '0') return []
  return [
    {
      message: `The process without --headless runs stage ${head.stage}; the API server and the orchestrator live with stage 0. Start stage 0 without --headless and stage ${head.stage} with it.`,
      place: COMMAND,
      stages: [head.stage],
    },
  ]
}

/** All processes have to meet at one master. */
function masters(processes: readonly StageProcess[]): readonly FindingDraft[] {
  return [ADDRESS, PORT].flatMap((flag): readonly FindingDraft[] => {
    const values = new Map<string, StageProcess[]>()
    for (const item of processes) {
      const value = flagValue(item.process, flag) ?? ''
      values.set(value, [...(values.get(value) ?? []), item])
    }
    const missing = values.get('') ?? []
    if (missing.length > 0)
      return [
        {
          message: `${lineWords(missing)} of the launch command ${missing.length === 1 ? 'has' : 'have'} no ${flag}, which every process with --stage-id needs to find the others. Add it.`,
          consequence: 'raises',
          place: COMMAND,
          stages: missing.map(({ stage }) => stage),
        },
      ]
    if (values.size < 2) return []
    return [
      {
        message: `The processes of the launch command name different masters: ${[...values].map(([value, items]) => `${flag} ${value} for ${lineWords(items)}`).join('; ')}. They never register with each other; give all of them the same.`,
        arithmetic: `${values.size} values of ${flag}, must be 1`,
        place: COMMAND,
        stages: processes.map(({ stage }) => stage),
      },
    ]
  })
}

/** Hosts that the stages run on, from the inventory or the command's own ssh. */
function hostsOf(view: RuleView, processes: readonly StageProcess[]): readonly string[] {
  const { hosts } = view
  const told = processes.map(
    ({ process, stage }) => process.host ?? (hosts === null ? null : (hostNamesOf(hosts, stage)[0] ?? null)),
  )
  return [...new Set(told.filter(host => host !== null))]
}

function loopbackMaster(view: RuleView, processes: readonly StageProcess[]): readonly FindingDraft[] {
  const hosts = hostsOf(view, processes)
  const local = processes.filter(({ process }) => isLoopback(flagValue(process, ADDRESS) ?? ''))
  const [first] = local
  if (hosts.length < 2 || first === undefined) return []
  return [
    {
      message: `${ADDRESS} is ${flagValue(first.process, ADDRESS)}, which means each host itself, but the stages run on ${listWords(hosts)}: those elsewhere never reach the master. Write the address of the host of stage 0.`,
      arithmetic: `${hosts.length} hosts, master on loopback`,
      place: COMMAND,
      stages: local.map(({ stage }) => stage),
    },
  ]
}

/** Every stage has to be started by somebody, and nobody starts one that does not exist. */
function coverage(view: RuleView, processes: readonly StageProcess[]): readonly FindingDraft[] {
  const started = new Set(processes.map(({ stage }) => stage))
  const missing = [...view.declared].filter(stage => !started.has(stage))
  const strange = processes.filter(({ stage }) => !view.declared.has(stage))
  if (view.declared.size === 0) return []
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            message: `${stageWords(missing)} ${missing.length === 1 ? 'is' : 'are'} started by no line of the launch command, so stage 0 waits for ${missing.length === 1 ? 'it' : 'them'} until the time-out. Add a process with --stage-id for each.`,
            place: COMMAND,
            stages: missing,
          },
        ]),
    ...(strange.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            consequence: 'raises' as const,
            message: `The launch command starts ${lineWords(strange)}, and the file has only ${listWords([...view.declared])}. Correct --stage-id.`,
            place: COMMAND,
          },
        ]),
  ]
}

function differentFiles(processes: readonly StageProcess[]): readonly FindingDraft[] {
  const files = new Set(
    processes.map(
      ({ process }) => flagValue(process, '--deploy-config')?.split('/').at(-1) ?? 'the bundled file',
    ),
  )
  if (files.size < 2) return []
  return [
    {
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `The processes of the launch command read different deploy files (${listWords([...files])}). Each works its ports and connectors out by itself, so give all of them the same file.`,
      arithmetic: `${files.size} files, must be 1`,
      place: COMMAND,
    },
  ]
}

/** One process starts all stages on its own host, unless Ray spreads them. */
function oneProcess(view: RuleView): readonly FindingDraft[] {
  const { hosts } = view
  const whole = view.launch.processes.find(process => stageOfProcess(process) === null)
  if (hosts === null || whole === undefined || view.launch.processes.length > 1 || usesRay(view, whole))
    return []
  const names = [...new Set([...view.declared].flatMap(stage => hostNamesOf(hosts, stage)))]
  if (names.length < 2) return []
  return [
    {
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `The launch command starts all stages on one host, and the inventory places them on ${listWords(names)}. Start each stage on its host with --stage-id, ${ADDRESS} and ${PORT}, all but stage 0 with --headless.`,
      arithmetic: `1 process, ${names.length} hosts`,
      place: COMMAND,
    },
  ]
}

function usesRay(view: RuleView, process: LaunchProcess): boolean {
  if (flagValue(process, '--worker-backend') === 'ray') return true
  if (flagValue(process, '--distributed-executor-backend') === 'ray') return true
  return [...view.declared].some(stage => {
    const value = view.field(stage, 'distributed_executor_backend')?.value
    return isString(value) && value === 'ray'
  })
}

function multiNode(view: RuleView): readonly FindingDraft[] {
  const processes = stageProcesses(view)
  if (processes.length === 0) return oneProcess(view)
  return [
    ...heads(processes),
    ...masters(processes),
    ...loopbackMaster(view, processes),
    ...coverage(view, processes),
    ...differentFiles(processes),
  ]
}

export const MULTI_NODE: Rule = {
  code: 'MN-1',
  family: 'launch',
  title: 'Launch of several processes',
  explanation:
    'With `--stage-id` every stage is a process, on one host or several. Exactly one, that of stage 0, runs without `--headless`; all of them name the same `--omni-master-address` and `--omni-master-port`, and the address is no loopback when there are several hosts; every stage is started by somebody; and all read the same deploy file. Start stage 0 first: it seems to hang until the others have registered. Decided from the launch command, one line per process; hosts come from `ssh` in front of a line or from the inventory.',
  source: 'stage-based CLI; #3513, #3577, PR 3569',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'hangs',
  check: multiNode,
}
