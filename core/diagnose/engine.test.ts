import { describe, expect, it } from 'vitest'
import { resolveText } from '../resolve-text.ts'
import { runRules } from './engine.ts'
import { RULE_FAMILIES, RULES, ruleByCode } from './index.ts'
import { EVERY_TARGET } from './targets.ts'
import type { FindingDraft, Rule } from './types.ts'

const TEXT = `stages:
  - stage_id: 0
    devices: "0"
    extra:
`

const rule = (patch: Partial<Rule> & Pick<Rule, 'check'>): Rule => ({
  code: 'TEST-1',
  family: 'text',
  title: 'Test',
  explanation: 'Test.',
  source: 'test',
  targets: EVERY_TARGET,
  severity: 'warning',
  consequence: 'wastes',
  ...patch,
})

const run = (rules: readonly Rule[], text = TEXT) =>
  runRules(rules, { ...resolveText(text), context: {} }, {})

const drafts = (...list: readonly Partial<FindingDraft>[]): Rule =>
  rule({ check: () => list.map(draft => ({ message: 'Seen.', place: { path: [] }, ...draft })) })

const marked = (draft: Partial<FindingDraft>): string | null => {
  const range = run([drafts(draft)])[0]?.range ?? null
  return range === null ? null : TEXT.slice(range.start, range.end)
}

describe('runRules', () => {
  it('fills in what the rule says of itself', () => {
    expect(run([drafts({})])[0]).toMatchObject({
      code: 'TEST-1',
      severity: 'warning',
      consequence: 'wastes',
      arithmetic: null,
      fix: null,
      muted: null,
    })
  })

  it('lets a draft be worse than its rule', () => {
    expect(run([drafts({ severity: 'error', consequence: 'raises' })])[0]).toMatchObject({
      severity: 'error',
      consequence: 'raises',
    })
  })

  it('asks a rule only for its own targets', () => {
    const later = { ...drafts({}), targets: ['2026-09' as const] }
    expect(run([later])).toEqual([])
  })

  it('orders by rule, then by place, and keeps the order of what has no place', () => {
    const elsewhere = (message: string) => ({ message, place: { path: [], elsewhere: true } })
    const first = drafts(elsewhere('a'), elsewhere('b'), {
      message: 'c',
      place: { path: ['stages', 0, 'devices'] },
    })
    const second = drafts({ message: 'd', place: { path: ['stages'], part: 'key' } })
    expect(run([first, second]).map(finding => finding.message)).toEqual(['c', 'a', 'b', 'd'])
  })

  it('goes on when a rule breaks, and says which one did', () => {
    const broken = rule({
      code: 'TEST-9',
      check: () => {
        throw new Error('out of luck')
      },
    })
    expect(run([broken, drafts({})]).map(finding => [finding.code, finding.severity])).toEqual([
      ['TEST-9', 'info'],
      ['TEST-1', 'warning'],
    ])
  })

  it('drops a fix that changes nothing or breaks', () => {
    const nothing = drafts({ fix: () => ({ title: 'Nothing', edits: [] }) })
    const broken = drafts({
      fix: () => {
        throw new Error('no')
      },
    })
    expect(run([nothing, broken]).map(finding => finding.fix)).toEqual([null, null])
  })

  it('plans fixes for the gravest findings first where a text is large', () => {
    const text = `${TEXT}${'# filler\n'.repeat(100_000)}`
    const fix = () => ({ title: 'Fix', edits: [{ range: { start: 0, end: 0 }, text: '#' }] })
    const hints = drafts(...Array.from({ length: 10 }, () => ({ severity: 'info' as const, fix })))
    const errors = drafts(...Array.from({ length: 4 }, () => ({ severity: 'error' as const, fix })))
    const found = run([hints, errors], text)
    const planned = found.filter(finding => finding.fix !== null).map(finding => finding.severity)
    expect(planned).toEqual(['error', 'error', 'error'])
  })

  it.each([
    [250_000, 1],
    [400_000, 0],
  ])('plans fewer fixes where a text is huge: of %i comments %i', (comments, planned) => {
    const fix = () => ({ title: 'Fix', edits: [{ range: { start: 0, end: 0 }, text: '#' }] })
    const found = run([drafts({ fix }, { fix }, { fix })], `${TEXT}${'# filler\n'.repeat(comments)}`)
    expect(found.filter(finding => finding.fix !== null)).toHaveLength(planned)
  })
})

describe('the place of a finding', () => {
  it('is a value, its key or both', () => {
    const path = ['stages', 0, 'devices']
    expect(marked({ place: { path } })).toBe('"0"')
    expect(marked({ place: { path, part: 'key' } })).toBe('devices')
    expect(marked({ place: { path, part: 'whole' } })).toBe('devices: "0"')
  })

  it('is the head of the mapping that lacks a key', () => {
    expect(marked({ place: { path: ['stages', 0, 'num_replicas'] } })).toBe('stage_id')
    expect(marked({ place: { path: ['connectors', 'a'] } })).toBe('stages')
  })

  it('is the key of an empty value', () => {
    expect(marked({ place: { path: ['stages', 0, 'extra'] } })).toBe('extra')
  })

  it('is nowhere in the text when it is elsewhere', () => {
    expect(marked({ place: { path: ['stages'], elsewhere: true } })).toBeNull()
  })
})

describe('the registry', () => {
  it('has each code once, found by its code', () => {
    const codes = RULES.map(item => item.code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const item of RULES) expect(ruleByCode(item.code)).toBe(item)
    expect(ruleByCode('NO-1')).toBeNull()
  })

  it('is ordered by family, and every rule explains itself', () => {
    const families = RULES.map(item => RULE_FAMILIES.indexOf(item.family))
    expect(families).toEqual([...families].sort((a, b) => a - b))
    for (const item of RULES) {
      expect(item.title).toMatch(/^[A-Z0-9].*[^.]$/)
      expect(item.explanation).toMatch(/\.$/)
      expect(item.source).not.toBe('')
      expect(item.targets.length).toBeGreaterThan(0)
    }
  })
})

describe('what is listed', () => {
  const many = (count: number, patch: Partial<FindingDraft> = {}) =>
    drafts(...Array.from({ length: count }, (_, index) => ({ message: `Seen ${index}.`, ...patch })))

  it('is everything up to a thousand findings of a rule', () => {
    expect(run([many(1000)])).toHaveLength(1000)
  })

  it('is the first thousand of more, and one that counts the others', () => {
    const found = run([many(1203), drafts({ message: 'Another rule.' })])
    expect(found).toHaveLength(1002)
    expect(found[1000]).toMatchObject({
      code: 'TEST-1',
      severity: 'warning',
      arithmetic: '1,203 − 1,000 = 203',
      range: null,
      fix: null,
    })
    expect(found[1001]?.message).toBe('Another rule.')
  })

  it('never hides an error behind a thousand warnings', () => {
    const mixed = rule({
      check: view => [
        ...many(1500).check(view),
        { message: 'Grave.', severity: 'error' as const, place: { path: [] } },
      ],
    })
    expect(run([mixed]).filter(({ severity }) => severity === 'error')).toHaveLength(1)
  })
})
