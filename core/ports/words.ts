import type { PortEndpoint, PortPurpose } from '../contract/analysis.ts'

export const PURPOSE_WORDS: Readonly<Record<PortPurpose, string>> = {
  request_forwarding: 'requests',
  kv_transfer: 'KV',
  orchestrator: 'orchestrator',
}

/** `stage 4 replica 1 rank 6 (requests, 4→5)`. */
export function ownerWords(endpoint: PortEndpoint): string {
  const { edge, purpose, rank, replica, stage } = endpoint
  const path = `${edge.from}→${edge.to}`
  if (stage === 'orchestrator') return `the orchestrator (${path})`
  const instance = replica > 0 ? ` replica ${replica}` : ''
  return `stage ${stage}${instance} rank ${rank} (${PURPOSE_WORDS[purpose]}, ${path})`
}
