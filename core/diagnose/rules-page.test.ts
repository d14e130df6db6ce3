import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULES } from './index.ts'
import { rulesPage } from './rules-page.ts'

describe('the rules page', () => {
  it('is up to date in docs/rules.md (else run `node scripts/rules-doc.mjs`)', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8')
    expect(written).toBe(rulesPage(RULES))
  })

  it('has a section and a line of its family’s table for every rule', () => {
    const page = rulesPage(RULES)
    for (const rule of RULES) {
      expect(page).toContain(`### ${rule.code}\n\n**${rule.title}.** ${rule.explanation}`)
      expect(page).toContain(`| [${rule.code}](#${rule.code.toLowerCase()}) |`)
    }
  })

  it('leaves out families without rules', () => {
    const [first] = RULES
    const page = rulesPage(first === undefined ? [] : [first])
    expect(page.match(/^## /gm)).toHaveLength(1)
  })
})
