import { nodeAt } from '../../../document/index.ts'
import { type DeviceUse, devicesOf } from '../../../inventory/index.ts'
import { stageOfProcess } from '../../../launch/index.ts'
import { dictGet, isDict, pyStr } from '../../../value/index.ts'
import { definitionWords, extraPlace, type UsedDefinition, usedDefinitions } from '../../definitions.ts'
import { visibleDevices } from '../../devices.ts'
import { setValue } from '../../fixes.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, hostsDiffer, type RuleView } from '../../view.ts'
import { listWords } from '../../words.ts'

const ALLOCATOR_VARIABLES = ['PYTORCH_CUDA_ALLOC_CONF', 'PYTORCH_ALLOC_CONF']
const EXPANDABLE = /expandable_segments\s*:\s*true/i

interface IpcEdge {
  readonly from: string
  readonly to: string
  readonly definition: UsedDefinition
}

function ipcEdges(view: RuleView): readonly IpcEdge[] {
  return usedDefinitions(view)
    .filter(({ entry, extra }) => entry?.transport === 'cuda-ipc' && dictGet(extra, 'use_ipc') !== false)
    .flatMap(definition =>
      definition.edges
        .filter(({ from, to }) => view.declared.has(from) && view.declared.has(to))
        .map(({ from, to }) => ({ from, to, definition })),
    )
}

const physical = (uses: readonly DeviceUse[]): readonly string[] => [
  ...new Set(uses.flatMap(use => use.physical ?? [])),
]

function copyThroughHost(view: RuleView, definition: UsedDefinition) {
  const path = [...definition.path, 'extra', 'use_ipc']
  return nodeAt(view.document, definition.path) === null
    ? {}
    : { fix: () => setValue(view.document, path, false, 'Set use_ipc to false') }
}

/** The consumer's launcher hides the producer's card. Which cards the stages themselves take does not matter. */
function hidden(view: RuleView, { definition, from, to }: IpcEdge): readonly FindingDraft[] {
  const [producer, visibleOf] = [view.stageById.get(from), visibleDevices(view)]
  const seen = visibleOf(to, 0)
  if (producer === undefined || seen === null || hostsDiffer(view, from, to) === true) return []
  const own = visibleOf(from, 0)
  const cards = producer.devices === null ? (own ?? []) : physical(devicesOf(producer, view.hosts, visibleOf))
  const missing = cards.filter(card => !seen.includes(card))
  if (missing.length === 0) return []
  return [
    {
      message: `Edge ${from}→${to} hands GPU memory over by ${definitionWords(definition)}, but stage ${to} sees only GPU ${listWords(seen)}, and stage ${from} runs on ${listWords(missing)}: opening the handle fails. Let both see the cards of each other, or set use_ipc: false.`,
      arithmetic: `{${missing.join(', ')}} is not in {${seen.join(', ')}}`,
      place: extraPlace(view, definition, 'use_ipc'),
      stages: [from, to],
      edges: [{ from, to }],
      ...copyThroughHost(view, definition),
    },
  ]
}

/** Where the producer's allocator is configured to use segments that cannot be exported. */
function allocatorText(view: RuleView, stage: string): { text: string; inFile: boolean } | null {
  const own = view.field(stage, 'env')?.value
  const launched = view.launch.processes.filter(process => [null, stage].includes(stageOfProcess(process)))
  for (const name of ALLOCATOR_VARIABLES) {
    const written = isDict(own) ? dictGet(own, name) : undefined
    if (written !== undefined && written !== null) return { text: pyStr(written), inFile: true }
    const given = [...launched.map(process => process.env), view.context.env ?? {}].find(env =>
      Object.hasOwn(env, name),
    )
    if (given !== undefined) return { text: given[name] ?? '', inFile: false }
  }
  return null
}

function expandable(view: RuleView, { from, to }: IpcEdge): readonly FindingDraft[] {
  const allocator = allocatorText(view, from)
  if (allocator === null || !EXPANDABLE.test(allocator.text)) return []
  const field = view.field(from, 'env')
  return [
    {
      severity: 'warning',
      consequence: 'falls-back',
      message: `Stage ${from} allocates expandable segments (${allocator.text}), which CUDA cannot export: edge ${from}→${to} copies its tensors instead of handing them over. Remove expandable_segments from the environment of stage ${from}.`,
      place: allocator.inFile && field !== null ? fieldPlace(field) : { path: [], elsewhere: true },
      stages: [from],
      edges: [{ from, to }],
    },
  ]
}

export const CUDA_IPC: Rule = {
  code: 'IPC-1',
  family: 'machine',
  title: 'CUDA IPC between processes that do not see each other',
  explanation:
    'CUDA IPC hands over a handle to the producer’s GPU memory, and the consumer’s process has to see that GPU. With disjoint `CUDA_VISIBLE_DEVICES` of the two launchers opening the handle fails; `use_ipc: false` copies through the host instead. `expandable_segments:True` in the allocator’s configuration of the producer makes memory that cannot be exported, so that tensors are copied. Visible devices come from the inventory, the launch command or the launch environment; without them nothing is said of visibility.',
  source: 'documentation of CudaIpcConnector; PR 2507',
  targets: ['2026-09'],
  severity: 'error',
  consequence: 'raises',
  check: view => ipcEdges(view).flatMap(edge => [...hidden(view, edge), ...expandable(view, edge)]),
}
