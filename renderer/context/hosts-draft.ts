import type { StageView } from '../../core/contract/analysis.ts'

/** An inventory to start from: one host with the cards that the file's stages use, all of them placed there. */
export function hostsDraft(stages: readonly Pick<StageView, 'id' | 'origin' | 'devices'>[]): string {
  const own = stages.filter(stage => stage.origin !== 'ghost')
  const highest = own
    .flatMap(stage => stage.devices ?? [])
    .map(Number)
    .filter(Number.isInteger)
    .reduce((most, id) => Math.max(most, id), 0)
  const placements = own.map(stage => `  ${quoted(stage.id)}: node-a`)
  return `${[
    '# Machines of the deployment, and which stage runs where.',
    'hosts:',
    '  node-a:',
    '    address: 10.0.0.1',
    `    gpus: ${highest + 1}`,
    '    gpu_memory: 80 GiB',
    '    shm_size: 16 GiB',
    ...(placements.length === 0 ? [] : ['stages:', ...placements]),
  ].join('\n')}\n`
}

const quoted = (id: string): string => (/^\d+$/.test(id) ? id : JSON.stringify(id))
