import { extraKey } from '../../../connectors/index.ts'
import type { ExtraKey } from '../../../connectors/types.ts'
import { nodeAt } from '../../../document/index.ts'
import { dictGet, isString, type PyValue, pyRepr } from '../../../value/index.ts'
import { definitionWords, extraPlace, type UsedDefinition, usedDefinitions } from '../../definitions.ts'
import { setValue } from '../../fixes.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { upperFirst } from '../../words.ts'

const KEY = 'memory_pool_device'
const CUDA = /^cuda(?::\d+)?$/

const isKnown = (key: ExtraKey, value: string): boolean =>
  key.choices?.includes(value) === true || (key.pattern !== undefined && new RegExp(key.pattern).test(value))

/** The devices that the class takes, as the rest of a sentence. */
const choices = (key: ExtraKey): string => (key.choices ?? []).join(' or ')

function change(view: RuleView, definition: UsedDefinition, value: string): Pick<FindingDraft, 'fix'> {
  if (nodeAt(view.document, definition.path) === null) return {}
  return {
    fix: () => setValue(view.document, [...definition.path, 'extra', KEY], value, `Set ${KEY} to ${value}`),
  }
}

/** What somebody meant who wrote something else: a GPU is `cuda`, and the class's default is never wrong. */
const meant = (key: ExtraKey, value: PyValue): string =>
  isString(value) && /gpu|cuda/i.test(value) && key.choices?.includes('cuda') === true
    ? 'cuda'
    : String(key.default ?? key.choices?.[0] ?? 'cpu')

/** Mori’s XGMI backend moves GPU memory only. */
function needsGpu(definition: UsedDefinition, device: string): boolean {
  const { entry, extra } = definition
  return (
    entry?.name === 'MoriTransferEngineConnector' &&
    dictGet(extra, 'backend_type') === 'xgmi' &&
    device === 'cpu'
  )
}

function deviceOf(view: RuleView, definition: UsedDefinition): readonly FindingDraft[] {
  const { entry, extra, edges } = definition
  const key = entry === null ? null : extraKey(entry, KEY)
  if (entry === null || key === null) return []
  const value = dictGet(extra, KEY) ?? key.default ?? null
  const shared = { place: extraPlace(view, definition, KEY), edges }
  if (isString(value) && value.includes('$')) return []
  if (!isString(value) || !isKnown(key, value))
    return [
      {
        ...shared,
        message: `${KEY} of ${definitionWords(definition)} is ${pyRepr(value)}, and ${entry.name} takes ${choices(key)}: creating the connector fails. Write ${meant(key, value)}.`,
        arithmetic: `${pyRepr(value)} is not in {${(key.choices ?? []).join(', ')}}`,
        ...change(view, definition, meant(key, value)),
      },
    ]
  if (needsGpu(definition, value))
    return [
      {
        ...shared,
        message: `${upperFirst(definitionWords(definition))} uses the xgmi backend, which moves GPU memory, with a pool of ${dictGet(extra, KEY) === undefined ? 'host memory by default' : 'host memory'}: the constructor raises ValueError. Set ${KEY}: cuda.`,
        arithmetic: `backend_type = xgmi, ${KEY} = ${value}`,
        ...change(view, definition, 'cuda'),
      },
    ]
  if (CUDA.test(value) && entry.name === 'MooncakeTransferEngineConnector')
    return [
      {
        ...shared,
        severity: 'info',
        consequence: 'informs',
        message: `${upperFirst(definitionWords(definition))} has its pool in GPU memory. That is faster only where GPU and network card hang on one PCIe switch (PIX), takes GPU memory beside gpu_memory_utilization, and switches KV prefetching off.`,
      },
    ]
  return []
}

export const POOL_DEVICE: Rule = {
  code: 'MEM-4',
  family: 'memory',
  title: 'Device of the memory pool',
  explanation:
    '`memory_pool_device` is `cpu` for pinned host memory, or a device of the platform: `cuda` for the Mooncake and Mori engines, `npu` for the Yuanrong engine, which takes nothing else. `gpu` is the name of no device, although a published sample says so. Mori’s `xgmi` backend needs a GPU pool. A GPU pool of the Mooncake engine pays only where GPU and network card share a PCIe switch, and is pointed out as a note.',
  source: 'constructors of the transfer engines; RFC 3635',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view => usedDefinitions(view).flatMap(definition => deviceOf(view, definition)),
}
