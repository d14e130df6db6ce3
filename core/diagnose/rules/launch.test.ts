import { describe, expect, it } from 'vitest'
import type { AnalysisContext } from '../../contract/analysis.ts'
import { deploy, findingsOf, marks } from '../finding-fixture.ts'

const text = deploy(['async_chunk: false'], ['devices: "0"'], ['devices: "1"'])
const MASTER = '--omni-master-address 10.0.0.1 --omni-master-port 26000'

const launch = (...lines: readonly string[]): AnalysisContext => ({
  command: lines.map(line => line.replace('serve', 'vllm serve m --omni')).join('\n'),
})
const said = (code: string, context: AnalysisContext): readonly string[] =>
  findingsOf(code, text, context).map(finding => `${finding.severity} ${finding.message}`)

describe('MN-1', () => {
  const head = `serve --stage-id 0 ${MASTER}`
  const other = `serve --stage-id 1 --headless ${MASTER}`
  const HOSTS = 'hosts: {alpha: {}, beta: {}}\nstages: {0: alpha, 1: beta}'

  it('is content with one head and the rest headless', () => {
    expect(said('MN-1', launch(head, other))).toEqual([])
    expect(said('MN-1', launch('serve'))).toEqual([])
    expect(said('MN-1', {})).toEqual([])
  })

  it('wants exactly one head, and stage 0 to be it', () => {
    expect(said('MN-1', launch(head, other.replace('--headless', '')))).toEqual([
      expect.stringContaining('2 processes of the launch command run an API server'),
    ])
    expect(said('MN-1', launch(`${head} --headless`, other))).toEqual([
      expect.stringContaining('Every process of the launch command is --headless'),
    ])
    expect(said('MN-1', launch(`${head} --headless`, other.replace('--headless', '')))).toEqual([
      expect.stringContaining('runs stage 1'),
    ])
  })

  it('wants one master, named by everybody', () => {
    expect(said('MN-1', launch(head, other.replace('10.0.0.1', '10.0.0.2')))).toEqual([
      expect.stringContaining('different masters'),
    ])
    expect(said('MN-1', launch(head, 'serve --stage-id 1 --headless'))).toHaveLength(2)
  })

  it('refuses a master on loopback between hosts, of the inventory or by ssh', () => {
    const local = [head, other].map(line => line.replace('10.0.0.1', '127.0.0.1'))
    expect(said('MN-1', launch(...local))).toEqual([])
    expect(said('MN-1', { ...launch(...local), hostsText: HOSTS })).toEqual([
      expect.stringContaining('the stages run on alpha and beta'),
    ])
    const far = local.map((line, index) => `ssh node${index} ${line}`)
    expect(said('MN-1', launch(...far))).toEqual([expect.stringContaining('node0 and node1')])
  })

  it('misses stages that nobody starts, and wonders at others', () => {
    expect(said('MN-1', launch(head))).toEqual([
      expect.stringMatching(/^error Stage 1 is started by no line/),
    ])
    const strange = `serve --stage-id 7 --headless ${MASTER}`
    expect(said('MN-1', launch(head, other, strange))).toEqual([expect.stringMatching(/^warning .*stage 7/)])
  })

  it('wants the same deploy file everywhere', () => {
    const read = (file: string) => ` --deploy-config /etc/${file}`
    expect(said('MN-1', launch(head + read('a.yaml'), other + read('a.yaml')))).toEqual([])
    expect(said('MN-1', launch(head + read('a.yaml'), other + read('b.yaml')))).toEqual([
      expect.stringMatching(/^warning .*a\.yaml and b\.yaml/),
    ])
  })

  it('warns of one process for stages on two hosts, unless Ray spreads them', () => {
    expect(said('MN-1', { ...launch('serve'), hostsText: HOSTS })).toHaveLength(1)
    expect(said('MN-1', { ...launch('serve --distributed-executor-backend ray'), hostsText: HOSTS })).toEqual(
      [],
    )
  })
})

describe('CMD-1', () => {
  it.each([
    ['2025-12', '--deploy-config f', 'error'],
    ['2025-12', '--stage-configs-path f', null],
    ['2026-07', '--stage-configs-path f', null],
    ['2026-07', '--deploy-config f', null],
    ['2026-09', '--stage-configs-path f', 'error'],
    ['2026-09', '--stage-id 0', null],
  ] as const)('knows for %s %s', (target, flags, severity) => {
    const findings = findingsOf('CMD-1', text, { ...launch(`serve ${flags}`), target })
    expect(findings.map(finding => finding.severity)).toEqual(severity === null ? [] : [severity])
  })

  it('turns invented flags into overrides', () => {
    expect(said('CMD-1', launch('serve --stage-1-gpu-memory-utilization 0.5'))).toEqual([
      expect.stringContaining(`--stage-overrides '{"1": {"gpu_memory_utilization": 0.5}}'`),
    ])
  })

  it('tells a slip from a flag that it does not know, and takes a shortened one', () => {
    expect(said('CMD-1', launch('serve --deploy-confg f'))).toEqual([
      expect.stringMatching(/^warning .*Did you mean --deploy-config\?$/),
    ])
    expect(said('CMD-1', launch('serve --quite-unheard-of'))).toEqual([expect.stringMatching(/^info /)])
    expect(said('CMD-1', launch('serve --deploy-c f'))).toEqual([])
    expect(said('CMD-1', launch('serve --omni-master 10.0.0.1'))).toEqual([
      expect.stringContaining('may stand for --omni-master-address and --omni-master-port'),
    ])
  })

  it('wants values where they belong, JSON where it is read, and --omni', () => {
    expect(said('CMD-1', launch('serve --stage-id --headless'))).toEqual([
      expect.stringContaining('--stage-id needs a value'),
    ])
    expect(said('CMD-1', launch(`serve --stage-overrides '{"1": '`))).toHaveLength(1)
    expect(said('CMD-1', launch(`serve --stage-overrides '{"1": {"devices": "0"}}'`))).toEqual([])
    expect(said('CMD-1', { command: 'vllm serve m --deploy-config f' })).toEqual([
      expect.stringContaining('Add --omni'),
    ])
    expect(said('CMD-1', { command: 'vllm serve m --port 1' })).toEqual([])
  })

  it('says the same slip of several lines once', () => {
    expect(marks('CMD-1', text, launch('serve --deploy-confg f', 'serve --deploy-confg f'))).toEqual([
      'warning –',
    ])
  })
})
