import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze.ts'

/** Real files of the runtime's own repository, which lie beside the checkout on some machines. */
const ROOT = join(import.meta.dirname, '../../../shared/corpus')
const FILES = existsSync(ROOT)
  ? readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(name => /\.ya?ml$/.test(name))
  : []

/** Errors that are right: the runtime fails on these files too, with the reason. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  // Its xpu section gives stages 0 and 1 the same eight devices, with shares of 0.95 and 0.9 (MEM-1).
  'deploy/hunyuan_image_3_moe.yaml': ['PLAT-1'],
}

describe.runIf(FILES.length > 0)('the real files', () => {
  it.each(FILES)('%s has no error that the runtime would not give', name => {
    const text = readFileSync(join(ROOT, name), 'utf8')
    const errors = analyze(text, { fileName: name }).findings.filter(finding => finding.severity === 'error')
    const others = errors.filter(finding => !RIGHT[name]?.includes(finding.code))
    expect(others.map(finding => `${finding.code} ${finding.message}`)).toEqual([])
  })
})
