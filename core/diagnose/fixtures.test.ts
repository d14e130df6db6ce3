import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'
import type { Analysis, AnalysisContext } from '../contract/analysis.ts'
import { applyEdits } from '../document/index.ts'
import { RULES } from './index.ts'

/**
 * One folder per rule: `triggers.yaml` shows it and nothing else, `silent.yaml` is just inside the bound. The context
 * of both stands in `context.json`, of one in `triggers.json` or `silent.json`; `also` names codes that can't be
 * kept out.
 */
const ROOT = join(import.meta.dirname, '../../fixtures/rules')

/** Bounds whose texts are too large for a file; their rules are tested where texts are made. */
const GENERATED = new Set(['LIMIT-1', 'LIMIT-3', 'LIMIT-4'])

interface Companion {
  readonly context?: AnalysisContext
  readonly also?: readonly string[]
}

function companion(code: string, name: string): Companion {
  const path = join(ROOT, code, `${name}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Companion) : {}
}

function load(code: string, name: 'triggers' | 'silent') {
  const [shared, own] = [companion(code, 'context'), companion(code, name)]
  const text = readFileSync(join(ROOT, code, `${name}.yaml`), 'utf8')
  const context = { ...shared.context, ...own.context }
  return {
    text,
    context,
    also: [...(shared.also ?? []), ...(own.also ?? [])],
    analysis: analyze(text, context),
  }
}

const grave = (analysis: Analysis, except: readonly string[]): readonly string[] =>
  analysis.findings
    .filter(finding => finding.severity !== 'info' && !except.includes(finding.code))
    .map(finding => `${finding.code} ${finding.message}`)

const of = (analysis: Analysis, code: string) => analysis.findings.filter(finding => finding.code === code)

const folders = readdirSync(ROOT).sort()

describe('the rule fixtures', () => {
  it('cover every rule, and no other', () => {
    const codes = RULES.map(rule => rule.code).filter(code => !GENERATED.has(code))
    expect(codes.filter(code => !folders.includes(code))).toEqual([])
    expect(folders.filter(code => !codes.includes(code))).toEqual([])
  })

  it.each(folders)('%s is triggered, and nothing else is', code => {
    const { analysis, also } = load(code, 'triggers')
    expect(of(analysis, code)).not.toEqual([])
    expect(grave(analysis, [code, ...also])).toEqual([])
  })

  it.each(folders)('%s is silent just inside its bound', code => {
    const { analysis, also } = load(code, 'silent')
    expect(of(analysis, code)).toEqual([])
    expect(grave(analysis, also)).toEqual([])
  })

  it.each(folders)('%s shows where it is and says what to do', code => {
    const { analysis, text } = load(code, 'triggers')
    for (const finding of of(analysis, code)) {
      expect(finding.message).toMatch(/^\S[\s\S]*[.?]$/)
      if (finding.range !== null) {
        expect(finding.range.start).toBeLessThanOrEqual(finding.range.end)
        expect(finding.range.end).toBeLessThanOrEqual(text.length)
      }
    }
  })

  it.each(folders)('fixes of %s remove their finding and leave a readable text', code => {
    const { analysis, context, text } = load(code, 'triggers')
    for (const finding of of(analysis, code)) {
      if (finding.fix === null) continue
      const after = analyze(applyEdits(text, finding.fix.edits), context)
      expect(after.document.ok).toBe(true)
      expect(of(after, code).map(item => item.message)).not.toContain(finding.message)
    }
  })
})
