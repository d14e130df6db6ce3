import { hostNamesOf } from '../../../inventory/index.ts'
import { nextFreeBase } from '../../../ports/free-base.ts'
import { setValue } from '../../fixes.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import type { RuleView } from '../../view.ts'
import { listeners } from './move-base.ts'
import { type NativePort, nativePorts, nativePortWords } from './native-ports.ts'
import { otherServices, storeMasters } from './services.ts'

/** A host that both stages run on, as a part of a sentence; null where there is none, or one is not placed. */
function sharedHost(view: RuleView, a: string, b: string): string | null {
  const { hosts } = view
  if (hosts === null) return 'this host'
  const others = new Set(hostNamesOf(hosts, b))
  return hostNamesOf(hosts, a).find(host => others.has(host)) ?? null
}

/** A number for the second stage that nothing else of the file or the command takes. */
function freePort(view: RuleView, { port }: NativePort, ports: readonly NativePort[]): number | null {
  const known = [...ports, ...listeners(view), ...otherServices(view), ...storeMasters(view)]
  return nextFreeBase({ base: port, own: [port], taken: new Set(known.map(item => item.port)) })
}

/** A default is vLLM's word, not the file's: no reason to call the file broken. */
const ASSUMED = { severity: 'warning' } as const

function toDraft(
  view: RuleView,
  [first, second, host]: readonly [NativePort, NativePort, string],
  ports: readonly NativePort[],
): FindingDraft {
  const free = freePort(view, second, ports)
  const path = second.written && second.place.elsewhere !== true ? second.place.path : null
  const title = `Move ${second.key} of stage ${second.stage} to ${free}`
  return {
    ...(first.written && second.written ? {} : ASSUMED),
    message: `Stages ${first.stage} and ${second.stage} both open port ${second.port} on ${host} for their native KV transfer (stage ${first.stage}: ${nativePortWords(first)}; stage ${second.stage}: ${nativePortWords(second)}). The later of them ends with "address already in use". Give one of them another ${second.key}${free === null ? '' : `; ${free} is free`}.`,
    arithmetic: `stage ${first.stage}: ${first.key} = ${first.port}; stage ${second.stage}: ${second.key} = ${second.port}`,
    place: second.place,
    stages: [first.stage, second.stage],
    related: [{ ...first.place, message: `Stage ${first.stage}: ${nativePortWords(first)}` }],
    ...(free === null || path === null ? {} : { fix: () => setValue(view.document, path, free, title) }),
  }
}

/** Each stage against the first that has its port on a host of its own. */
function clashes(view: RuleView): readonly FindingDraft[] {
  const ports = nativePorts(view)
  return ports.flatMap((second, index) => {
    for (const first of ports.slice(0, index)) {
      if (first.port !== second.port || first.stage === second.stage) continue
      const host = sharedHost(view, first.stage, second.stage)
      if (host !== null) return [toDraft(view, [first, second, host], ports)]
    }
    return []
  })
}

export const NATIVE_CLASHES: Rule = {
  code: 'PORT-7',
  family: 'ports',
  title: 'Native KV port opened twice',
  explanation:
    'A stage that produces KV through vLLM’s own transfer (`kv_transfer_config` with `kv_producer` or `kv_both`) opens a port on its host: `mooncake_bootstrap_port`, for which vLLM takes 8998 where the file says nothing, or `page_port`. Two such stages on one host need two ports. A port that a consumer names is the one it dials, and opens nothing.\n\nWhere one of the two ports is that default, this is a warning only. Replicas and ranks of one stage are not held against each other: the runtime documents no formula for them, and upstream ships files whose replicas share one written port. Without a host inventory all stages count as processes of one host.',
  source: 'vLLM MooncakeConnector (bootstrap port 8998), OmniNixlKVConnector; vllm-ascend #8938',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: clashes,
}
