import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectiveCommand } from './effective.ts'
import { UnusableError } from './output.ts'

const pipeline = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/pipelines/${name}`, import.meta.url))
const OVERLAY = pipeline('qwen3_omni_moe_overlay.yaml')

afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
})

async function run(...words: readonly string[]): Promise<string> {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  await effectiveCommand().parseAsync(words, { from: 'user' })
  return out
}

describe('stagewright effective', () => {
  it('names the layer of every value, and what that layer hides', async () => {
    const lines = (await run(OVERLAY)).split('\n')
    expect(lines[0]).toBe('Target 2026-07, pipeline qwen3_omni_moe')
    const row = (start: RegExp) => lines.find(line => start.test(line))
    expect(row(/^0 +devices /)).toMatch(
      /^0 +devices +this file:\d+ +"0,1" +"0" of base qwen3_omni_moe\.yaml$/,
    )
    expect(row(/^0 +max_num_seqs /)).toMatch(/ base qwen3_omni_moe\.yaml +64$/)
    expect(row(/^1 +model_stage /)).toMatch(/ pipeline qwen3_omni_moe +"talker"$/)
    expect(lines.join('\n')).not.toMatch(/ default {2}/)
  })

  it('gives programs the same, layers as data', async () => {
    const report = JSON.parse(
      await run(OVERLAY, '--json', '-s', '0', '--stage-overrides', '{"0": {"max_num_seqs": 8}}'),
    )
    expect(report).toMatchObject({ target: '2026-07', pipeline: 'qwen3_omni_moe', unknown: null })
    expect(report.chain).toMatchObject([{ found: true, problem: null }])
    expect(report.fields.find(({ field }: { field: string }) => field === 'max_num_seqs')).toMatchObject({
      stage: '0',
      value: 8,
      source: { provenance: 'override', line: null },
      hidden: [{ value: 64, source: { provenance: 'base' } }, { source: { provenance: 'default' } }],
    })
  })

  it('shows defaults when asked, and ends with 2 for a stage that is not there', async () => {
    expect(await run(OVERLAY, '--defaults')).toMatch(/ default {2}/)
    await expect(run(OVERLAY, '--stage', '9')).rejects.toThrow(UnusableError)
  })
})
