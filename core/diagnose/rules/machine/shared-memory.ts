import { formatBytes } from '../../../bench/format.ts'
import type { EdgeView } from '../../../contract/analysis.ts'
import { findHost } from '../../../inventory/index.ts'
import { stageOfProcess } from '../../../launch/index.ts'
import { measuredHost } from '../../../ports/machines.ts'
import { placeAt } from '../../config.ts'
import { EVERY_TARGET } from '../../targets.ts'
import type { FindingDraft, Place, Rule } from '../../types.ts'
import { type RuleView, stagePlace } from '../../view.ts'
import { listWords, wholeNumber } from '../../words.ts'
import { type EdgeNeed, needsOf } from './shm-need.ts'

const GIB = 1024 ** 3
const TIGHT = 0.8

interface ShmLimit {
  readonly bytes: number
  /** Where it comes from, as part of a sentence. */
  readonly words: string
}

/** What `/dev/shm` of the edge's sender holds: its container's, its host's, or this machine's. */
function limitOf(view: RuleView, edge: EdgeView, host: string | null): ShmLimit | null {
  const { processes } = view.launch
  const own = processes.find(process => stageOfProcess(process) === edge.from)
  const process = own ?? processes.find(candidate => stageOfProcess(candidate) === null)
  if (process?.shmBytes != null)
    return { bytes: process.shmBytes, words: `--shm-size gives ${formatBytes(process.shmBytes)}` }
  const told = view.hosts === null || host === null ? null : (findHost(view.hosts, host)?.shmBytes ?? null)
  if (told !== null) return { bytes: told, words: `${host} has ${formatBytes(told)}` }
  const { machine } = view.context
  const isHere =
    view.hosts === null ||
    (machine !== undefined && host !== null && measuredHost(view.hosts, machine) === host)
  return machine?.shmFreeBytes !== undefined && isHere
    ? { bytes: machine.shmFreeBytes, words: `${formatBytes(machine.shmFreeBytes)} are free on this machine` }
    : null
}

const placeOf = (view: RuleView, { edgePath, from, inputPath, outputPath, to }: EdgeView): Place => {
  const path = outputPath ?? inputPath ?? edgePath
  return path === null ? stagePlace(view, view.declared.has(from) ? from : to) : placeAt(view.document, path)
}

/** Edges that share one `/dev/shm`, by the limit that holds for them. */
function groups(
  view: RuleView,
): readonly { readonly limit: ShmLimit; readonly needs: readonly EdgeNeed[] }[] {
  const found = new Map<string, { limit: ShmLimit; needs: EdgeNeed[] }>()
  for (const need of view.edges.flatMap(edge => needsOf(view, edge))) {
    const limit = limitOf(view, need.edge, need.host)
    if (limit === null) continue
    const key = JSON.stringify([need.host, limit.words])
    const group = found.get(key) ?? { limit, needs: [] }
    found.set(key, group)
    group.needs.push(need)
  }
  return [...found.values()]
}

function peak(view: RuleView): readonly FindingDraft[] {
  return groups(view).flatMap(({ limit, needs }) => {
    const sum = needs.reduce((total, need) => total + need.bytes, 0)
    const [largest] = needs.toSorted((a, b) => b.bytes - a.bytes)
    if (largest === undefined || sum <= TIGHT * limit.bytes) return []
    const over = sum > limit.bytes
    const advised = Math.max(1, Math.ceil(sum / TIGHT / GIB))
    return [
      {
        message: `Payloads of ${listWords(needs.map(({ edge }) => `edge ${edge.from}→${edge.to}`))} take up to ${formatBytes(sum)} of shared memory, and ${limit.words}${over ? ': the worker dies of SIGBUS or fails with ENOSPC' : ', of which the engines take some for themselves'}. Give it ${advised} GiB (--shm-size ${advised}g, or --ipc=host), or lower max_num_seqs.`,
        arithmetic: `${needs.map(need => need.formula).join('; ')}; ${wholeNumber(sum)} > ${over ? '' : '80 % of '}${wholeNumber(limit.bytes)}`,
        ...(over ? {} : { severity: 'warning' as const, consequence: 'wastes' as const }),
        place: placeOf(view, largest.edge),
        stages: [...new Set(needs.map(({ edge }) => edge.from))],
        edges: needs.map(({ edge }) => ({ from: edge.from, to: edge.to })),
      },
    ]
  })
}

export const SHM_PEAK: Rule = {
  code: 'SHM-1',
  family: 'machine',
  title: 'Shared memory too small',
  explanation:
    'Every payload of a shared-memory edge lies in `/dev/shm` until it is read: `bytes × requests in flight × replicas` for each edge, for a KV cache all ranks and keys. Every replica of the sender on a host is an engine of its own with its own requests. Containers have 64 MiB unless `--shm-size` or `--ipc=host` says otherwise, and a full `/dev/shm` kills the writer with SIGBUS. The payload is the usual one of the pipeline’s edge, the requests are `max_num_seqs` of the sender (1 where it is not set). The size comes from `--shm-size` in the launch command, from the inventory, or from this machine; where none is known nothing is said.',
  source: 'SharedMemoryConnector; Docker’s default of 64 MiB',
  targets: EVERY_TARGET,
  severity: 'error',
  consequence: 'raises',
  check: peak,
}

const OLD_SECONDS = 60

function residue(view: RuleView): readonly FindingDraft[] {
  const { machine } = view.context
  const old = (machine?.shmResidue ?? []).filter(entry => entry.ageSeconds >= OLD_SECONDS)
  if (machine === undefined || old.length === 0 || view.stages.length === 0) return []
  const bytes = old.reduce((sum, entry) => sum + entry.bytes, 0)
  const total = machine.shmTotalBytes
  const much = total !== undefined && bytes > 0.1 * total
  const largest = old.toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
  const names = largest.map(entry => `${entry.name} (${formatBytes(entry.bytes)})`)
  return [
    {
      severity: much ? 'warning' : 'info',
      message: `/dev/shm of this machine holds ${formatBytes(bytes)} that runs before left behind and nobody uses: ${listWords(names, 5)}. Remove them by hand once no deployment runs; nothing is deleted from here.`,
      arithmetic:
        total === undefined
          ? `${old.length} entries, ${wholeNumber(bytes)} B`
          : `${wholeNumber(bytes)} of ${wholeNumber(total)} B = ${Math.round((bytes / total) * 100)} %`,
      place: { path: [], elsewhere: true },
    },
  ]
}

export const SHM_RESIDUE: Rule = {
  code: 'SHM-2',
  family: 'machine',
  title: 'Shared memory left behind',
  explanation:
    'A process that is killed leaves its segments and lock files (`shm_…_lockfile.lock`, `psm_…`) in `/dev/shm`, where they stay until the next boot and take room from the next run. Listed are entries of such names that are older than a minute and that no process holds. A note; a warning where they take more than a tenth of `/dev/shm`.',
  source: 'SharedMemoryConnector (lock files); PR 7840, #7636',
  targets: EVERY_TARGET,
  severity: 'info',
  consequence: 'wastes',
  check: residue,
}
