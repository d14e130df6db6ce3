import { describe, expect, it } from 'vitest'
import { analyze } from '../../../analyze.ts'
import type { AnalysisContext } from '../../../contract/analysis.ts'
import { deploy } from '../../finding-fixture.ts'
import { sharedMemoryNeed } from './shm-need.ts'

const MEMORY = ['connectors:', '  memory: {name: SharedMemoryConnector}']
const WIRED = ['output_connectors: {to_stage_1: memory}']
const bagel = deploy(['pipeline: bagel', 'async_chunk: false', ...MEMORY], ['max_num_seqs: 2', ...WIRED], [])
const need = (text: string, context: AnalysisContext = {}) =>
  sharedMemoryNeed({ ...analyze(text, context), context })

describe('what a file puts into shared memory', () => {
  it('is the usual payload of each edge by the requests of its sender', () => {
    const { bytes, formulas, unknown } = need(bagel)
    expect(bytes).toBeGreaterThan(800e6)
    expect(formulas).toEqual([expect.stringMatching(/^0->1: .* × 2 in flight = /)])
    expect(unknown).toEqual([])
  })

  it('is not guessed where nobody knows what an edge carries', () => {
    const text = deploy(['async_chunk: false', ...MEMORY], WIRED, [])
    expect(need(text)).toEqual({ bytes: 0, formulas: [], unknown: ['0->1'] })
  })

  it('counts the stages of the measured machine only, where an inventory tells', () => {
    const hostsText = 'hosts: {alpha: {}, beta: {}}\nstages: {0: alpha, 1: beta}'
    const on = (hostName: string) => need(bagel, { hostsText, machine: { hostName } }).formulas
    expect(on('alpha')).toHaveLength(1)
    expect(on('beta')).toEqual([])
  })

  it('counts the replicas of the sender, of those on the measured machine alone', () => {
    const three = bagel.replace('max_num_seqs: 2', 'max_num_seqs: 2\n    num_replicas: 3')
    const once = need(bagel).bytes
    expect(need(three).bytes).toBe(3 * once)
    expect(need(three).formulas[0]).toContain('× 2 in flight × 3 replicas = ')
    const hostsText = 'hosts: {alpha: {}, beta: {}, gamma: {}}\nstages: {0: [alpha, beta], 1: beta}'
    const on = (hostName: string) => need(three, { hostsText, machine: { hostName } }).bytes
    expect([on('alpha'), on('beta'), on('gamma')]).toEqual([2 * once, once, 0])
  })
})
