import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { doctorCommand } from './doctor.ts'
import { UnusableError } from './output.ts'

const FILE = fileURLToPath(new URL('../../fixtures/pipelines/bagel.yaml', import.meta.url))

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewright-doctor-'))
})

afterEach(async () => {
  process.exitCode = undefined
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

async function run(log: string, ...words: readonly string[]) {
  const path = join(folder, 'run.log')
  await writeFile(path, log)
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  await doctorCommand().parseAsync([FILE, path, ...words], { from: 'user' })
  return { code: process.exitCode, out }
}

const TRANSFER = 'INFO KV transfer OK: req-1, 439491236 bytes across 1 key(s), 0.032s, 12963.0 MB/s'
const TIMEOUT = 'ERROR Timeout waiting for KV cache for request req-2 after 30.0s'

describe('stagewright doctor', () => {
  it('explains the lines and sums the transfers up', async () => {
    const { code, out } = await run(`nothing\n${TRANSFER}\n${TIMEOUT}\n`)
    expect(code).toBe(1)
    expect(out).toContain('line 3: error KV-1 0->1: No KV cache arrived within 30.0 s')
    expect(out).toMatch(/0->1\s+1\s+419 MiB\s+32 ms\s+12,963 MiB\/s\s+1/)
    expect(out).toContain('2 of 3 lines matter.')
  })

  it('is content with a log that tells of no error', async () => {
    expect(await run(TRANSFER)).toMatchObject({ code: undefined })
    expect((await run('hello')).out).toContain('1 line, and none speaks of connectors')
  })

  it('prints the report as JSON', async () => {
    const { out } = await run(TIMEOUT, '--json')
    expect(JSON.parse(out)).toMatchObject({ lines: 1, entries: [{ rule: 'KV-1', kind: 'error' }] })
  })

  it('says which file it cannot read', async () => {
    const missing = join(folder, 'none.log')
    await expect(doctorCommand().parseAsync([FILE, missing], { from: 'user' })).rejects.toThrow(UnusableError)
    await expect(doctorCommand().parseAsync([FILE, folder], { from: 'user' })).rejects.toThrow('not a file')
    await expect(doctorCommand().parseAsync(['-', '-'], { from: 'user' })).rejects.toThrow('standard input')
  })
})
