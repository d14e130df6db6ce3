import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseDocument } from '../../core/document/index.ts'
import { migrateCommand } from './migrate.ts'
import { UnusableError } from './output.ts'

const LEGACY = fileURLToPath(new URL('../../fixtures/pipelines/qwen2_5_omni_legacy.yaml', import.meta.url))
const DEPLOY = fileURLToPath(new URL('../../fixtures/pipelines/qwen3_omni_moe.yaml', import.meta.url))

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewright-migrate-'))
})

afterEach(async () => {
  process.exitCode = undefined
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

async function run(...words: readonly string[]) {
  let [out, err] = ['', '']
  vi.spyOn(console, 'error').mockImplementation(text => {
    err += `${text}\n`
  })
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  await migrateCommand().parseAsync(words, { from: 'user' })
  return { code: process.exitCode, out, err }
}

describe('stagewright migrate', () => {
  it('prints the deploy file, and the report beside it', async () => {
    const { code, out, err } = await run(LEGACY)
    expect(code).toBeUndefined()
    expect(parseDocument(out)).toMatchObject({ ok: true, dialect: 'deploy' })
    expect(err).toContain('moved         stage_args.0.runtime.devices -> stages.0.devices: ')
    expect(err).toContain('compared with the pipeline qwen2_5_omni.')
    expect(err).toMatch(/Both files resolve to \d+ settings, \d+ of them equal\./)
    expect(err).not.toContain('should not')
    expect(err).toContain('--deploy-config')
  })

  it('writes the file named by -o, and nothing else beside it', async () => {
    const path = join(folder, 'new.yaml')
    const { out } = await run(LEGACY, '-o', path)
    expect(out).toBe('')
    expect(await readFile(path, 'utf8')).toMatch(/^stages:$/m)
    expect(await readdir(folder)).toEqual(['new.yaml'])
  })

  it('leaves a file that is there alone, unless it is told to replace it', async () => {
    const path = join(folder, 'old.yaml')
    await writeFile(path, 'mine\n')
    await expect(run(LEGACY, '-o', path)).rejects.toThrow(/old\.yaml is there already.*--force/)
    expect(await readFile(path, 'utf8')).toBe('mine\n')
    await run(LEGACY, '-o', path, '--force')
    expect(await readFile(path, 'utf8')).toMatch(/^stages:$/m)
  })

  it('gives everything as JSON', async () => {
    const { out, err } = await run(LEGACY, '--json')
    const { text, items, equality, equivalent } = JSON.parse(out)
    expect(text).toMatch(/^stages:$/m)
    expect(items.length).toBeGreaterThan(0)
    expect(equality.length).toBeGreaterThan(0)
    expect(equivalent).toBe(true)
    expect(err).toBe('')
  })

  it('says why there is nothing that it can do', async () => {
    await expect(run(DEPLOY)).rejects.toThrow(UnusableError)
    await expect(run(DEPLOY)).rejects.toThrow(/nothing to migrate/)
    await expect(run(join(folder, 'none.yaml'))).rejects.toThrow(/no such file/)
  })
})
