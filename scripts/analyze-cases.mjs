// Texts for the timing of the analysis: real files of the fixtures, and shapes at the bounds that no file has.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tools.mjs'

const fixture = file => readFileSync(join(root, 'fixtures/pipelines', file), 'utf8')
const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join('')

/** Each stage wired to the next over one connector. */
const chain = count =>
  `connectors:\n  shm:\n    name: SharedMemoryConnector\nstages:\n${lines(
    count,
    at =>
      `  - stage_id: ${at}\n    devices: "${at % 8}"\n    gpu_memory_utilization: 0.01\n${
        at > 0 ? `    input_connectors:\n      from_stage_${at - 1}: shm\n` : ''
      }${at < count - 1 ? `    output_connectors:\n      to_stage_${at + 1}: shm\n` : ''}`,
  )}`

/** One stage wired to as many that nobody declares, each of which is a finding. */
const star = count =>
  `connectors:\n  shm:\n    name: SharedMemoryConnector\nstages:\n  - stage_id: 0\n    output_connectors:\n${lines(
    count,
    at => `      to_stage_${at + 1}: shm\n`,
  )}`

const MIB = 1024 * 1024
const filled = (head, line) => head + line.repeat(Math.floor((8 * MIB - head.length) / line.length))

/** `runs` 1 = timed once and cold: it takes long enough. */
export const CASES = [
  { name: 'large/stages-100.yaml', text: fixture('large/stages-100.yaml'), runs: 15 },
  { name: 'large/stages-500.yaml', text: fixture('large/stages-500.yaml'), runs: 15 },
  { name: 'hunyuan_image3.yaml', text: fixture('hunyuan_image3.yaml'), runs: 15 },
  { name: 'chain of 500 stages', text: chain(500), runs: 15 },
  { name: 'chain of 5,000 stages', text: chain(5000), runs: 3 },
  { name: 'star of 10,000 edges', text: star(10_000), runs: 3 },
  { name: 'star of 100,000 edges', text: star(100_000), runs: 1 },
  { name: '8 MiB: list', text: filled('a:\n', '  - item of a list\n'), runs: 1 },
  { name: '8 MiB: one scalar', text: filled('a: ', 'x'), runs: 1 },
  { name: '8 MiB: comments', text: filled('stages: []\n', '# a comment of a file\n'), runs: 1 },
]
