import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import type { Finding } from '../contract/finding.ts'

const find = (text: string, code: string): readonly Finding[] =>
  analyze(text).findings.filter(finding => finding.code === code)

const file = (first: string, beside: string, above: string): string =>
  `${first}async_chunk: false
stages:
  - stage_id: 0
    devices: "0"
${above}    max_num_seqs: 0${beside}
  - stage_id: 1
    devices: "1"
    max_num_seqs: 0
`

describe('a mute', () => {
  it('speaks of its own line', () => {
    const text = file('', '  # stagewright: ignore SCH-3 because the launcher sets it', '')
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual(['the launcher sets it', null])
  })

  it('speaks of the line below when it stands alone, other comments between them', () => {
    const text = file(
      '',
      '',
      '    # stagewright: ignore SCH-3 because of the launcher\n    # see the runbook\n',
    )
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual(['of the launcher', null])
  })

  it('speaks of the whole file above all content', () => {
    const text = file('# a file\n# stagewright: ignore SCH-3, WIRE-5 because it is a draft\n\n', '', '')
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual(['it is a draft', 'it is a draft'])
  })

  it('names its codes, and leaves the others alone', () => {
    const text = file('# stagewright: ignore WIRE-5 because it is local\n', '', '')
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual([null, null])
  })

  it('needs a reason and a known code, and says so otherwise', () => {
    const noReason = file('# stagewright: ignore SCH-3\n', '', '')
    expect(find(noReason, 'SCH-3').every(finding => finding.muted === null)).toBe(true)
    expect(find(noReason, 'MUTE-1')[0]?.message).toContain('needs its reason')
    expect(find(file('# stagewright: ignore SHC-3 because x\n', '', ''), 'MUTE-1')[0]?.message).toContain(
      'SCH-3',
    )
    expect(find(file('# stagewright: ignore everything\n', '', ''), 'MUTE-1')).toHaveLength(1)
  })

  it('is a comment, not a text that looks like one', () => {
    const text = `async_chunk: false
stages:
  - stage_id: 0
    devices: "0"
    model: "x # stagewright: ignore SCH-3 because no"
    max_num_seqs: 0
`
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual([null])
    expect(find(text, 'MUTE-1')).toEqual([])
  })

  it('hides no syntax error', () => {
    const text = '# stagewright: ignore YAML-1 because it is a draft\nstages: [\n'
    expect(find(text, 'YAML-1').map(finding => finding.muted)).toEqual([null])
  })

  it('works with Windows line ends', () => {
    const text = file('', ' # stagewright: ignore SCH-3 because ok', '').replaceAll('\n', '\r\n')
    expect(find(text, 'SCH-3').map(finding => finding.muted)).toEqual(['ok', null])
  })
})
