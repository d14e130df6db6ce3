import { nativeKvConnector } from '../../../connectors/native-kv.ts'
import { dictGet, isDict, type PyValue, pyInt, pyStr } from '../../../value/index.ts'
import type { Place } from '../../types.ts'
import { fieldPlace, type RuleView } from '../../view.ts'

/** A port that vLLM's own KV connector opens on the machine of the stage that produces. */
export interface NativePort {
  readonly stage: string
  /** Key of `kv_connector_extra_config` that gives it. */
  readonly key: string
  readonly port: number
  /** False where the file leaves it out and the connector's default counts. */
  readonly written: boolean
  readonly place: Place
}

const CONFIG = 'kv_transfer_config'
const EXTRA = 'kv_connector_extra_config'
const PORT_KEY = /bootstrap_port$|^page_port$/
export const BOOTSTRAP_KEY = 'mooncake_bootstrap_port'

/** A port number as the runtime takes it, a numeric text included; null for anything else. */
export function toPort(value: PyValue | undefined): number | null {
  const number = value === undefined || value === null ? null : pyInt(value)
  const port = number?.ok ? Number(number.value) : 0
  return Number.isInteger(port) && port > 0 && port <= 65535 ? port : null
}

/** What vLLM's Mooncake connector takes where the file says nothing (runtime.md 7.3, item 24: 8998). */
function defaultBootstrapPort(): number | null {
  const key = nativeKvConnector('MooncakeConnector')?.extra.find(({ name }) => name === BOOTSTRAP_KEY)
  return typeof key?.default === 'number' ? key.default : null
}

function portsOf(view: RuleView, stage: string): readonly NativePort[] {
  const field = view.field(stage, CONFIG)
  if (field === null || !isDict(field.value)) return []
  const role = dictGet(field.value, 'kv_role')
  if (role !== 'kv_producer' && role !== 'kv_both') return []
  const extra = dictGet(field.value, EXTRA)
  const written = isDict(extra) ? [...extra].filter(([key]) => PORT_KEY.test(pyStr(key))) : []
  const place = fieldPlace(field, 'key')
  if (written.length > 0)
    return written.flatMap(([name, value]) => {
      const [key, port] = [pyStr(name), toPort(value)]
      const at: Place =
        place.elsewhere === true ? place : { path: [...field.source.path, EXTRA, key], part: 'value' }
      return port === null ? [] : [{ stage, key, port, written: true, place: at }]
    })
  const port = defaultBootstrapPort()
  if (port === null || dictGet(field.value, 'kv_connector') !== 'MooncakeConnector') return []
  return [{ stage, key: BOOTSTRAP_KEY, port, written: false, place }]
}

/** Ports that native KV transfer opens. Consumers open none: a port written there is the producer's, to dial. */
export const nativePorts = (view: RuleView): readonly NativePort[] =>
  view.stages.flatMap(stage => portsOf(view, stage.id))

/** How a native port came to be: `mooncake_bootstrap_port = 8998`, with the assumption where there is one. */
export const nativePortWords = ({ key, port, written }: NativePort): string =>
  written ? `${key} = ${port}` : `${key} is not written, vLLM’s default ${port} assumed`
