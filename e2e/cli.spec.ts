import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stagewright, stagewrightUnread } from './support/command-line.ts'
import { expect, test } from './support/fixtures.ts'
import { ROOT } from './support/folders.ts'

const GOOD = 'pipelines/qwen3_omni_moe.yaml'
const BAD = 'pipelines/invalid/undefined_connector.yaml'

const COMMANDS = [
  'open',
  'bench',
  'check',
  'conformance',
  'doctor',
  'drill',
  'effective',
  'kv',
  'migrate',
  'ports',
  'preflight',
  'resolve',
  'schema',
  'serve',
]

test('says its version and explains itself, each command too', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  expect(await stagewright(['--version'])).toMatchObject({ code: 0, out: `${version}\n`, err: '' })
  const help = await stagewright(['--help'])
  expect(help).toMatchObject({ code: 0, err: '' })
  for (const command of COMMANDS) expect(help.out).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  for (const command of ['check', 'bench', 'serve']) {
    const own = await stagewright([command, '--help'])
    expect(own).toMatchObject({ code: 0, err: '' })
    expect(own.out).toContain(`Usage: stagewright ${command}`)
  }
})

test('check ends with 0, 1 or 2, and says on standard error only what it could not do', async () => {
  expect(await stagewright(['check', GOOD])).toMatchObject({ code: 0, err: '' })
  const bad = await stagewright(['check', BAD])
  expect(bad).toMatchObject({ code: 1, err: '' })
  expect(bad.out).toContain('WIRE-1')
  expect(bad.out).toContain('10:19')
  const warned = ['check', 'pipelines/invalid/role_written.yaml']
  expect((await stagewright(warned)).code).toBe(0)
  expect((await stagewright([...warned, '--max-warnings', '0'])).code).toBe(1)
  expect((await stagewright([...warned, '--max-warnings', '0', '--ignore', 'ROLE'])).code).toBe(0)
  for (const words of [
    ['check', 'pipelines/nowhere.yaml'],
    ['check'],
    ['check', GOOD, '--format', 'prose'],
    ['check', GOOD, '--target', '1999-01'],
    ['nothing-like-this'],
  ]) {
    const unusable = await stagewright(words)
    expect(unusable, words.join(' ')).toMatchObject({ code: 2, out: '' })
    expect(unusable.err, words.join(' ')).toMatch(/^(stagewright|error): \S/)
    expect(unusable.err).not.toContain('    at ')
  }
})

test('check writes for people, programs and CI', async () => {
  const check = (format: string) => stagewright(['check', BAD, '--format', format])
  const json = JSON.parse((await check('json')).out)
  expect(json).toMatchObject({ summary: { error: 1 }, files: [{ name: BAD }] })

  const sarif = JSON.parse((await check('sarif')).out)
  expect(sarif).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif') })
  expect(sarif.runs[0].results[0]).toMatchObject({
    ruleId: 'WIRE-1',
    level: 'error',
    locations: [{ physicalLocation: { region: { startLine: 10, startColumn: 19 } } }],
  })
  expect((await check('junit')).out).toMatch(/^<\?xml .*\n<testsuites [^>]*failures="1"/)
  expect((await check('github')).out).toMatch(
    /^::error file=.*undefined_connector\.yaml,line=10,.*title=WIRE-1 \(target 2026-07\)::/,
  )
  expect((await check('text')).out).not.toContain('\u001b')
  expect((await stagewright(['check', BAD], { env: { FORCE_COLOR: '1' } })).out).not.toContain('\u001b')
})

test('check reads standard input, globs and the YAML fences of Markdown', async ({ write }) => {
  const text = await readFile(join(ROOT, 'fixtures', BAD), 'utf8')
  const piped = await stagewright(['check', '-'], { input: text })
  expect(piped.code).toBe(1)
  expect(piped.out).toContain('WIRE-1')

  const page = await write(
    'page.md',
    `# How to\n\n\`\`\`yaml\n${text}\`\`\`\n\n\`\`\`sh\nstages: [\n\`\`\`\n`,
  )
  const fenced = await stagewright(['check', page])
  expect(fenced.code).toBe(1)
  expect(fenced.out).toContain('13:19')

  const all = JSON.parse((await stagewright(['check', 'pipelines/*.yaml', '--format', 'json'])).out)
  expect(all.files.length).toBeGreaterThan(10)
})

test('resolve, ports, kv, schema, migrate, conformance, preflight and doctor answer', async ({
  write,
  folder,
}) => {
  const resolved = await stagewright([
    ...['resolve', 'pipelines/replicas.yaml', '--env', 'OMNI_BASE_PORT=20051'],
    ...['--stage', '0', '--rank', '1', '--replica', '1', '--json'],
  ])
  expect(resolved).toMatchObject({ code: 0, err: '' })
  expect(JSON.stringify(JSON.parse(resolved.out))).toContain('"zmq_port":21091')

  const ports = await stagewright(['ports', 'pipelines/hybrid_tcp_shm.yaml'])
  expect(ports).toMatchObject({ code: 0, err: '' })
  expect(ports.out).toContain('50051 + 0 + 0*1024 + 0*16 + 0 = 50051')
  const clash = JSON.parse(
    (await stagewright(['ports', 'pipelines/invalid/port_collision.yaml', '--json'])).out,
  )
  expect(
    clash.endpoints.filter((endpoint: { port: number }) => endpoint.port === 50151).length,
  ).toBeGreaterThan(1)

  const kv = await stagewright(['kv', 'pipelines/bagel.yaml'])
  expect(kv.out).toContain('omni_0_to_1_kv_cache_')
  expect(kv.code).toBe(0)

  const schema = JSON.parse((await stagewright(['schema', '--dialect', 'legacy'])).out)
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')

  const legacy = 'pipelines/qwen2_5_omni_legacy.yaml'
  const migrated = await stagewright(['migrate', legacy])
  expect(migrated.code).toBe(0)
  expect(migrated.out).toContain('\nstages:\n')
  expect(migrated.err).toContain('max_num_seqs')
  const out = join(folder, 'files', 'deploy.yaml')
  expect((await stagewright(['migrate', legacy, '-o', out])).code).toBe(0)
  expect(await readFile(out, 'utf8')).toBe(migrated.out)
  expect((await stagewright(['migrate', legacy, '-o', out])).code).toBe(2)
  expect((await stagewright(['check', out, '--target', '2026-09'])).code).toBe(0)

  const conformance = await stagewright(['conformance', 'goldens/public.jsonl'])
  expect(conformance).toMatchObject({ code: 0, err: '' })
  expect(conformance.out).toContain('279 passed, 0 failed')

  const preflight = await stagewright(['preflight', GOOD, '--json'])
  expect(JSON.parse(preflight.out).map((check: { id: string }) => check.id)).toContain('ports')

  const log = await write(
    'run.log',
    'ERROR failed to bind ZMQ tcp://10.0.0.11:50051: Address already in use\n',
  )
  const doctor = await stagewright(['doctor', 'pipelines/hybrid_tcp_shm.yaml', log])
  expect(doctor.out).toContain('PORT-2')
})

test('bench measures, writes its report and leaves nothing behind', async ({ folder }) => {
  const report = join(folder, 'run.json')
  const words = ['bench', 'pipelines/hybrid_tcp_shm.yaml', '-n', '10', '-p', '16KiB']
  const run = await stagewright([...words, '--json', report, '--csv', join(folder, 'run.csv')])
  expect(run).toMatchObject({ code: 0, left: [] })
  expect(run.out).toMatch(/^0->1 +16 KiB +10 +0 /m)
  expect(run.out).toContain('Left behind: nothing.')
  expect(run.out).not.toContain('\u001b')
  const written = JSON.parse(await readFile(report, 'utf8'))
  expect(written).toMatchObject({ state: 'done', failures: [] })
  expect(written.figures).toHaveLength(2)
  expect((await readFile(join(folder, 'run.csv'), 'utf8')).trim().split(/\r?\n/)).toHaveLength(3)

  const strict = await stagewright([...words, '--baseline', report, '--fail-below', '0.001'])
  expect(strict.code).toBe(0)
})

test('a reader that leaves early is no failure', async () => {
  expect((await stagewrightUnread(['check', BAD, '--format', 'sarif'])).err).toBe('')
  expect((await stagewrightUnread(['schema'])).err).toBe('')
  expect((await stagewrightUnread(['--help'])).err).toBe('')
})
