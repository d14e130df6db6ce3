import { formatBytes } from '../../../core/bench/format.ts'
import type { Analysis, MachineFacts } from '../../../core/contract/analysis.ts'
import type { Finding } from '../../../core/contract/finding.ts'
import type { PreflightCheck } from '../../../core/contract/host.ts'
import type { SharedMemoryNeed } from '../../../core/diagnose/index.ts'

/** Rules whose outcome this machine decides; their findings are told with the check that measured it. */
const RULES_OF: Readonly<Record<string, readonly string[]>> = {
  shm: ['SHM-1'],
  residue: ['SHM-2'],
  memlock: ['MEM-3'],
  rdma: ['RDMA-1'],
  address: ['EP-2'],
  services: ['PORT-4'],
}

function worstOf(findings: readonly Finding[]): PreflightCheck['status'] | null {
  if (findings.some(finding => finding.severity === 'error')) return 'error'
  return findings.some(finding => finding.severity === 'warning') ? 'warning' : null
}

/** A measured line, made worse and longer by the findings of its rules. */
function check(
  analysis: Analysis,
  id: string,
  title: string,
  measured: { status: PreflightCheck['status']; detail: string },
): PreflightCheck {
  const findings = analysis.findings.filter(
    finding => finding.muted === null && (RULES_OF[id] ?? []).includes(finding.code),
  )
  const said = findings.map(({ code, message }) => `${code}: ${message}`)
  return {
    id,
    title,
    status: worstOf(findings) ?? measured.status,
    detail: [measured.detail, ...said].join(' '),
  }
}

const isNetworked = (analysis: Analysis): boolean =>
  analysis.edges.some(edge => !['SharedMemoryConnector', 'CudaIpcConnector'].includes(edge.connectorName))

function memlock(facts: MachineFacts, networked: boolean) {
  const { memlockLimitBytes: limit } = facts
  if (limit === undefined)
    return { status: 'unknown', detail: 'This system does not tell its limit.' } as const
  if (limit === 'unlimited') return { status: 'ok', detail: 'Unlimited.' } as const
  const detail = `${formatBytes(limit)} may be locked; pinned pools of the transfer engines need \`ulimit -l unlimited\`.`
  return { status: networked ? 'warning' : 'ok', detail } as const
}

function rdma(facts: MachineFacts) {
  const { rdmaDevices: devices, infinibandPresent } = facts
  if (devices === undefined)
    return { status: 'unknown', detail: 'This system has no sysfs to look in.' } as const
  const names = devices.map(device => `${device.name} (${device.active ? 'active' : 'down'})`).join(', ')
  const reach = infinibandPresent ? '' : ' /dev/infiniband is not there, so no program can reach one.'
  return { status: 'ok', detail: `${names === '' ? 'No RDMA device.' : `${names}.`}${reach}` } as const
}

function residue(facts: MachineFacts) {
  const { shmResidue: entries } = facts
  if (entries === undefined) return { status: 'unknown', detail: 'There is no /dev/shm here.' } as const
  if (entries.length === 0) return { status: 'ok', detail: 'Nothing of a dead run is in /dev/shm.' } as const
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const names = entries.slice(0, 5).map(entry => entry.name)
  const rest = entries.length > names.length ? ` and ${entries.length - names.length} more` : ''
  const detail = `${entries.length} entries (${formatBytes(bytes)}) that nobody holds: ${names.join(', ')}${rest}.`
  return { status: 'warning', detail } as const
}

/** What is free in shared memory, against what the file's usual payloads take. */
function sharedMemory(facts: MachineFacts, need: SharedMemoryNeed) {
  const { shmTotalBytes: total, shmFreeBytes: free } = facts
  if (total === undefined || free === undefined)
    return { status: 'unknown', detail: 'There is no /dev/shm here.' } as const
  const parts = [
    `${formatBytes(free)} of ${formatBytes(total)} free in /dev/shm.`,
    need.formulas.length === 0
      ? ''
      : `The usual payloads take ${formatBytes(need.bytes)} (${need.formulas.join('; ')}).`,
    need.unknown.length === 0 ? '' : `What ${need.unknown.join(', ')} carries is not known.`,
    need.formulas.length + need.unknown.length === 0 ? 'No edge of this machine needs any.' : '',
  ]
  return { status: 'ok', detail: parts.filter(part => part !== '').join(' ') } as const
}

/** What this machine gives, line by line, with the rules that it decides for this file. */
export function machineChecks(
  analysis: Analysis,
  facts: MachineFacts,
  need: SharedMemoryNeed,
): readonly PreflightCheck[] {
  const address = facts.autoHostAddress
  const services = facts.listeningPorts?.length
  return [
    check(analysis, 'shm', 'Shared memory', sharedMemory(facts, need)),
    check(analysis, 'residue', 'Residue of dead runs', residue(facts)),
    check(analysis, 'memlock', 'Locked memory', memlock(facts, isNetworked(analysis))),
    check(analysis, 'rdma', 'RDMA devices', rdma(facts)),
    check(analysis, 'address', 'Address of `host: auto`', {
      status: address === undefined ? 'unknown' : address.startsWith('127.') ? 'warning' : 'ok',
      detail: address === undefined ? 'Not known.' : `${address}, the address of the route to the outside.`,
    }),
    check(analysis, 'services', 'Services that listen already', {
      status: services === undefined ? 'unknown' : 'ok',
      detail:
        services === undefined
          ? 'This system does not tell.'
          : `${services} listening ${services === 1 ? 'socket' : 'sockets'}.`,
    }),
  ]
}
