import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesOfAsar } from './support/asar.ts'
import { stagewright } from './support/command-line.ts'
import { expect, test } from './support/fixtures.ts'
import { FIXTURES, ROOT } from './support/folders.ts'
import { run } from './support/run.ts'

/** What a user of the library writes; `analysis.findings` is of a type that only the package's own types know. */
const USER_PROGRAM = `import { analyze, DEFAULT_TARGET, type Finding, resolveText } from 'stagewright'

const text = 'stages: [{stage_id: 0}, {stage_id: 1}]\\nedges: [{from: 0, to: 1}]\\n'
const analysis = analyze(text, { fileName: 'chain.yaml', target: DEFAULT_TARGET })
const findings: readonly Finding[] = analysis.findings
const codes: readonly string[] = findings.map(finding => finding.code)
console.log(JSON.stringify({ stages: analysis.stages.length, codes, resolved: typeof resolveText }))
`

test('the packed package runs its command and serves as a library with types', async ({ folder }) => {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    env: { npm_config_cache: join(folder, 'npm'), npm_config_update_notifier: 'false' },
  })
  expect(packed.code, packed.said).toBe(0)
  const archive = (await readdir(folder)).find(name => name.endsWith('.tgz')) ?? ''
  expect((await run('tar', ['-xzf', archive], { cwd: folder })).code).toBe(0)
  const unpacked = join(folder, 'package')
  const user = join(folder, 'user')

  await test.step('holds what is needed and nothing else', async () => {
    const names = await readdir(unpacked)
    expect(names.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'fixtures', 'out', 'package.json'])
    const all = await readdir(unpacked, { recursive: true })
    expect(all.filter(name => /\.test\.|-fixture\.|\.tsx?$/.test(name) && !name.endsWith('.d.ts'))).toEqual(
      [],
    )
    expect(all).toContain('out/core/index.d.ts')
    expect(all).toContain('fixtures/peers/shm_peer.py')
  })

  await test.step('runs its command from where it was unpacked', async () => {
    await symlink(join(ROOT, 'node_modules'), join(unpacked, 'node_modules'), 'dir')
    const program = join(unpacked, 'out', 'cli', 'index.js')
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    expect(await stagewright(['--version'], { program })).toMatchObject({ code: 0, out: `${version}\n` })
    const bench = ['bench', join(FIXTURES, 'pipelines/fan_out.yaml'), '-n', '3', '-p', '1KiB']
    expect(await stagewright(bench, { program })).toMatchObject({ code: 0, left: [] })
  })

  await test.step('is imported by a plain Node program', async () => {
    await mkdir(join(user, 'node_modules'), { recursive: true })
    await symlink(unpacked, join(user, 'node_modules', 'stagewright'), 'dir')
    await writeFile(join(user, 'package.json'), '{"type": "module", "private": true}\n')
    await writeFile(
      join(user, 'use.mjs'),
      USER_PROGRAM.replace(', type Finding', '').replaceAll(/: readonly \w+\[\]/g, ''),
    )
    const used = await run(process.execPath, ['use.mjs'], { cwd: user })
    expect(used.code, used.said).toBe(0)
    expect(JSON.parse(used.said)).toMatchObject({ stages: 2, resolved: 'function' })
  })

  await test.step('type-checks in a strict program', async () => {
    await writeFile(join(user, 'use.ts'), USER_PROGRAM)
    const checker = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
    const libraries = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules', '@types')]
    const checked = await run(process.execPath, [checker, ...flags, ...libraries, 'use.ts'], { cwd: user })
    expect(checked.said).toBe('')
    expect(checked.code).toBe(0)
  })
})

test('the desktop package holds the app and no sources', async ({ folder }) => {
  test.skip(process.platform !== 'linux', 'the stand-in for Electron’s files is the one of Linux')
  const stub = join(folder, 'electron')
  await mkdir(join(stub, 'resources'), { recursive: true })
  for (const name of ['electron', 'LICENSE', 'LICENSES.chromium.html', 'version'])
    await writeFile(join(stub, name), 'stands in for Electron\n')
  await chmod(join(stub, 'electron'), 0o755)
  const base = pathToFileURL(join(ROOT, 'electron-builder.config.mjs')).href
  const config = join(folder, 'builder.config.mjs')
  // Fuses are bits of the real binary, which a stand-in does not have.
  await writeFile(
    config,
    `import base from ${JSON.stringify(base)}
const { electronFuses: _fuses, ...rest } = base
export default { ...rest, electronDist: ${JSON.stringify(stub)}, directories: { output: ${JSON.stringify(join(folder, 'dist'))} } }
`,
  )
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js')
  const built = await run(
    process.execPath,
    [builder, '--linux', '--dir', '--publish', 'never', '--config', config],
    {
      cwd: ROOT,
      env: { ELECTRON_BUILDER_CACHE: join(folder, 'cache') },
    },
  )
  test.skip(
    built.code !== 0 && /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|getaddrinfo/.test(built.said),
    'electron-builder wants to download a tool and there is no network',
  )
  expect(built.code, built.said).toBe(0)

  const resources = join(folder, 'dist', 'linux-unpacked', 'resources')
  const files = await filesOfAsar(join(resources, 'app.asar'))
  const own = files.filter(name => !name.startsWith('node_modules/'))
  for (const name of [
    'package.json',
    'LICENSE',
    'out/main/index.js',
    'out/main/stage-process.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
  ])
    expect(own).toContain(name)
  expect(
    own.filter(name => /^(core|electron|renderer|e2e|scripts|fixtures|docs)\/|\.tsx?$|\.test\./.test(name)),
  ).toEqual([])
  expect(own.filter(name => name.startsWith('out/cli/') || name.startsWith('out/core/'))).toEqual([])

  const packages = new Set(
    files.filter(name => name.startsWith('node_modules/')).map(name => name.split('/')[1]),
  )
  for (const name of ['chokidar', 'koffi', 'yaml', 'zod']) expect(packages).toContain(name)
  for (const name of ['react', 'vite', 'typescript', 'electron']) expect(packages).not.toContain(name)
  const unpacked = await readdir(join(resources, 'app.asar.unpacked'), { recursive: true })
  expect(unpacked.some(name => name.endsWith('koffi.node'))).toBe(true)
})
