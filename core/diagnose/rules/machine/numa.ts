import { hostNamesOf } from '../../../inventory/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { dictGet, isDict, isInt, isList, isString, type PyValue, pyStr } from '../../../value/index.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'
import { countWords, listWords, quote } from '../../words.ts'

const KEY = 'numa_bind_cpus'
const SPAWN = 'VLLM_WORKER_MULTIPROC_METHOD'
/** More CPUs than any host has; a range beyond is a slip. */
const MOST_CPUS = 8192
/** All lists of a file together are followed this far. */
const MOST_NAMED = 100_000

/** The CPUs of `0-3,8`; null where that is no list of CPUs. */
export function parseCpuList(text: string): ReadonlySet<number> | null {
  const cpus = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(part)
    if (match === null) return null
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])]
    if (to < from || to >= MOST_CPUS) return null
    for (let cpu = from; cpu <= to; cpu += 1) cpus.add(cpu)
  }
  return cpus
}

const entryText = (entry: PyValue): string => (isString(entry) ? entry : isInt(entry) ? String(entry) : '')

interface Binding {
  readonly stage: string
  readonly texts: readonly string[]
  readonly lists: readonly (ReadonlySet<number> | null)[]
}

function bindings(view: RuleView): readonly Binding[] {
  let named = 0
  return view.stages.flatMap(stage => {
    const value = view.field(stage.id, KEY)?.value
    if (!isList(value) || named > MOST_NAMED) return []
    const texts = value.map(entryText)
    const lists = texts.map(text => {
      const cpus = named > MOST_NAMED ? new Set<number>() : parseCpuList(text)
      named += cpus?.size ?? 0
      return cpus
    })
    return [{ stage: stage.id, texts, lists }]
  })
}

const draft = (view: RuleView, stage: string, message: string, arithmetic: string | null): FindingDraft => {
  const field = view.field(stage, KEY)
  return {
    message,
    arithmetic,
    place: field === null ? { path: [] } : fieldPlace(field),
    stages: [stage],
  }
}

function malformed(view: RuleView, { lists, stage, texts }: Binding): readonly FindingDraft[] {
  const wrong = texts.filter((_, index) => lists[index] === null)
  return wrong.length === 0
    ? []
    : [
        draft(
          view,
          stage,
          `${KEY} of stage ${stage} holds ${listWords(wrong.map(quote))}, and each entry is a list of CPUs like "0-7,16-23". Correct it.`,
          null,
        ),
      ]
}

function wrongCount(view: RuleView, { stage, texts }: Binding): readonly FindingDraft[] {
  const devices = view.stageById.get(stage)?.devices ?? null
  if (devices === null || devices.length === texts.length) return []
  return [
    draft(
      view,
      stage,
      `${KEY} of stage ${stage} has ${countWords(texts.length, 'list')} of CPUs for ${countWords(devices.length, 'device')}: each device needs one. Give ${devices.length}.`,
      `${texts.length} is not ${devices.length}`,
    ),
  ]
}

/** Workers of one host that are bound to the same CPUs; lists that are equal on purpose are a conflict too. */
function overlaps(view: RuleView, all: readonly Binding[]): readonly FindingDraft[] {
  const owners = new Map<string, { stage: string; worker: number }>()
  const found = new Map<string, FindingDraft>()
  for (const { lists, stage } of all) {
    const host = view.hosts === null ? '' : (hostNamesOf(view.hosts, stage)[0] ?? '')
    for (const [worker, cpus] of lists.entries())
      for (const cpu of cpus ?? []) {
        const key = `${host} ${cpu}`
        const owner = owners.get(key)
        if (owner === undefined) owners.set(key, { stage, worker })
        else if (owner.stage !== stage || owner.worker !== worker) {
          const pair = JSON.stringify([owner, stage, worker])
          if (!found.has(pair))
            found.set(
              pair,
              draft(
                view,
                stage,
                `Worker ${worker} of stage ${stage} is bound to CPU ${cpu}, and so is worker ${owner.worker} of stage ${owner.stage}: they slow each other down. Give them different CPUs.`,
                null,
              ),
            )
        }
      }
  }
  return [...found.values()]
}

function beyondHost(view: RuleView, { lists, stage }: Binding): readonly FindingDraft[] {
  const { machine } = view.context
  const { hosts } = view
  const count = machine?.cpuCount
  if (machine === undefined || count === undefined) return []
  if (hosts !== null && !hostNamesOf(hosts, stage).includes(measuredHost(hosts, machine) ?? '')) return []
  const largest = lists.reduce((top, cpus) => [...(cpus ?? [])].reduce((a, b) => (b > a ? b : a), top), -1)
  if (largest < count) return []
  return [
    {
      ...draft(
        view,
        stage,
        `${KEY} of stage ${stage} names CPU ${largest}, and this machine has ${count}, counted from 0: binding fails. Name CPUs that exist.`,
        `${largest} >= ${count}`,
      ),
      severity: 'error',
      consequence: 'raises',
    },
  ]
}

/** Binding works on processes that are spawned; told only where the launch environment is known. */
function notSpawned(view: RuleView, { stage }: Binding): readonly FindingDraft[] {
  const { env } = view.context
  const { processes } = view.launch
  if (env === undefined && processes.length === 0) return []
  const own = view.field(stage, 'env')?.value
  const values = [
    isDict(own) ? dictGet(own, SPAWN) : undefined,
    env?.[SPAWN],
    ...processes.map(process => process.env[SPAWN]),
  ]
  if (values.some(value => value !== undefined && value !== null && pyStr(value) === 'spawn')) return []
  return [
    draft(
      view,
      stage,
      `Stage ${stage} binds its workers to CPUs, which needs ${SPAWN}=spawn in its environment; it is not set. Add it.`,
      null,
    ),
  ]
}

export const NUMA: Rule = {
  code: 'NUMA-1',
  family: 'machine',
  title: 'Binding to CPUs',
  explanation:
    '`numa_bind_cpus` holds one list of CPUs for each device of a stage. The lists of workers on one host should not overlap, the CPUs have to exist, and the workers must be spawned (`VLLM_WORKER_MULTIPROC_METHOD=spawn`). CPUs are compared with this machine where it was measured, the variable only where the launch environment or command is known.',
  source: 'vLLM documentation of NUMA binding',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'wastes',
  check: view => {
    const all = bindings(view)
    return [
      ...all.flatMap(binding => [
        ...malformed(view, binding),
        ...wrongCount(view, binding),
        ...beyondHost(view, binding),
        ...notSpawned(view, binding),
      ]),
      ...overlaps(view, all),
    ]
  },
}
