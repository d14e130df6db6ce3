import { z } from 'zod'
import { parseBytes } from '../bench/format.ts'
import { type ParsedDocument, type Path, parseDocument, rangeOf } from '../document/index.ts'
import { toPlain } from '../value/index.ts'
import type {
  HostInventory,
  InventoryGpu,
  InventoryHost,
  InventoryProblem,
  InventoryResult,
  Placement,
} from './types.ts'

const MAX_GPUS = 1024

const size = z.union([z.number().nonnegative(), z.string()]).transform((value, context) => {
  const bytes = typeof value === 'number' ? value : parseBytes(value)
  if (bytes !== null) return bytes
  context.addIssue({ code: 'custom', message: `"${value}" is not a size; write 80 GiB, for example` })
  return z.NEVER
})
const text = z.union([z.string(), z.number()]).transform(String)
const deviceList = z
  .union([z.string(), z.number(), z.array(text)])
  .transform(value =>
    Array.isArray(value)
      ? value
      : String(value)
          .split(',')
          .map(item => item.trim()),
  )
  .transform(items => items.filter(item => item !== ''))
const oneOrMore = z.union([text, z.array(text)]).transform(value => (Array.isArray(value) ? value : [value]))

const hostSchema = z
  .strictObject({
    address: oneOrMore.optional(),
    gpus: z
      .union([
        z.int().min(0).max(MAX_GPUS),
        z.array(z.strictObject({ memory: size.optional() })).max(MAX_GPUS),
      ])
      .optional(),
    gpu_memory: size.optional(),
    visible_devices: deviceList.optional(),
    memory: size.optional(),
    shm_size: size.optional(),
    nics: oneOrMore.optional(),
  })
  .nullable()

const placementSchema = z.union([
  text,
  z.array(text).min(1),
  z.strictObject({
    host: oneOrMore,
    visible_devices: deviceList.optional(),
    container: text.optional(),
  }),
])

const inventorySchema = z.strictObject({
  hosts: z.record(z.string(), hostSchema),
  stages: z.record(z.string(), placementSchema).nullish(),
})

type ParsedHost = z.infer<typeof hostSchema>
type ParsedPlacement = z.infer<typeof placementSchema>

function gpusOf(host: NonNullable<ParsedHost>): readonly InventoryGpu[] | null {
  if (host.gpus === undefined) return null
  const usual = host.gpu_memory ?? null
  if (typeof host.gpus === 'number') return Array.from({ length: host.gpus }, () => ({ memoryBytes: usual }))
  return host.gpus.map(gpu => ({ memoryBytes: gpu.memory ?? usual }))
}

function toHost(name: string, host: ParsedHost): InventoryHost {
  const facts = host ?? {}
  return {
    name,
    addresses: facts.address ?? [],
    gpus: gpusOf(facts),
    visibleDevices: facts.visible_devices ?? null,
    memoryBytes: facts.memory ?? null,
    shmBytes: facts.shm_size ?? null,
    nics: facts.nics ?? [],
  }
}

function toPlacement(stage: string, value: ParsedPlacement): Placement {
  if (typeof value === 'string') return { stage, hosts: [value], visibleDevices: null, container: null }
  if (Array.isArray(value)) return { stage, hosts: value, visibleDevices: null, container: null }
  return {
    stage,
    hosts: value.host,
    visibleDevices: value.visible_devices ?? null,
    container: value.container ?? null,
  }
}

function problemAt(
  document: ParsedDocument,
  code: InventoryProblem['code'],
  path: Path,
  message: string,
): InventoryProblem {
  return { code, path, message, range: rangeOf(document, path, 'value') }
}

function strangers(document: ParsedDocument, inventory: HostInventory): readonly InventoryProblem[] {
  const names = inventory.hosts.map(host => host.name)
  return inventory.placements.flatMap(placement =>
    placement.hosts
      .filter(host => !names.includes(host))
      .map(host =>
        problemAt(
          document,
          'INVENTORY-3',
          ['stages', placement.stage],
          `Stage ${placement.stage} is placed on "${host}", which is not among the hosts ${names.join(', ')}.`,
        ),
      ),
  )
}

const steps = (path: readonly PropertyKey[]): Path =>
  path.map(step => (typeof step === 'number' ? step : String(step)))

/**
 * Reads a host inventory: `hosts` (name to address, gpus, gpu_memory, visible_devices, memory, shm_size, nics) and
 * `stages` (id to a host, a list of hosts for its replicas, or host, visible_devices and container). INVENTORY-1 the
 * text is no YAML, INVENTORY-2 a field is missing, unknown or of the wrong kind, INVENTORY-3 a host is not listed.
 */
export function parseInventory(source: string): InventoryResult {
  const document = parseDocument(source)
  const failures = document.problems.filter(problem => problem.severity === 'error')
  if (!document.ok)
    return {
      ok: false,
      error: failures.map(({ message, range }) => ({ code: 'INVENTORY-1', message, path: [], range })),
    }
  const parsed = inventorySchema.safeParse(toPlain(document.value))
  if (!parsed.success)
    return {
      ok: false,
      error: parsed.error.issues.map(issue => {
        const path = steps(issue.path)
        const place = path.length === 0 ? 'The inventory' : path.join('.')
        return problemAt(document, 'INVENTORY-2', path, `${place}: ${issue.message}.`)
      }),
    }
  const inventory: HostInventory = {
    hosts: Object.entries(parsed.data.hosts).map(([name, host]) => toHost(name, host)),
    placements: Object.entries(parsed.data.stages ?? {}).map(([stage, value]) => toPlacement(stage, value)),
  }
  const unknown = strangers(document, inventory)
  return unknown.length > 0 ? { ok: false, error: unknown } : { ok: true, value: inventory }
}
