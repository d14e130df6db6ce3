import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { conformanceCommand } from './conformance.ts'

const RECORDS = fileURLToPath(new URL('../../fixtures/goldens/public.jsonl', import.meta.url))

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewright-conformance-'))
})

afterEach(async () => {
  process.exitCode = undefined
  await rm(folder, { recursive: true })
})

interface Run {
  readonly code: typeof process.exitCode
  readonly out: string
  readonly err: string
}

async function run(...files: readonly string[]): Promise<Run> {
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
  await conformanceCommand().parseAsync(files, { from: 'user' })
  const code = process.exitCode
  vi.restoreAllMocks()
  return { code, out, err }
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const firstRecords = async (count: number): Promise<string> =>
  (await readFile(RECORDS, 'utf8')).split('\n').slice(0, count).join('\n')

it('says how many records pass', async () => {
  expect(await run(RECORDS)).toEqual({ code: undefined, out: '279 passed, 0 failed\n', err: '' })
})

it('prints record, path and both sides of a difference, adds files up, and exits with 1', async () => {
  const good = await file('good.jsonl', await firstRecords(1))
  const text = await firstRecords(2)
  const bad = await file(
    'bad.jsonl',
    text.replace('"shm_threshold_bytes":32768', '"shm_threshold_bytes":32769'),
  )
  const { code, out } = await run(good, bad)
  expect(code).toBe(1)
  expect(out).toContain('hw-001-legacy-refs  parsed.runtime.connectors.shm_main.extra.shm_threshold_bytes\n')
  expect(out).toContain('  expected  32769\n  got       32768\n')
  expect(out.endsWith('\n2 passed, 1 failed\n')).toBe(true)
})

it('goes on with the other files when one is unusable, and exits with 2', async () => {
  const good = await file('good.jsonl', await firstRecords(3))
  const paths = [
    await file('text.jsonl', 'no json\n'),
    await file('empty.jsonl', '\n'),
    await file('bytes.jsonl', Uint8Array.of(0x22, 0xff, 0x22)),
    join(folder, 'absent.jsonl'),
  ]
  const { code, out, err } = await run(...paths, good)
  expect(code).toBe(2)
  expect(out).toBe('3 passed, 0 failed\n')
  for (const [path, sentence] of [
    [paths[0], 'Line 1 is no JSON; each line must hold one record.'],
    [paths[1], 'The file holds no record; give one per line.'],
    [paths[2], 'The file is no UTF-8 text.'],
    [paths[3], "The file can't be read (ENOENT)."],
  ])
    expect(err).toContain(`stagewright: ${path}: ${sentence}\n`)
})
