import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { portsCommand } from './ports.ts'

const chain = (port: string): string => `connectors:
  engine: {name: MooncakeTransferEngineConnector, extra: {host: 10.0.0.1, zmq_port: "${port}"}}
stages:
  - stage_id: 0
    output_connectors: {to_stage_1: engine}
  - stage_id: 1
    input_connectors: {from_stage_0: engine}
`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewright-ports-'))
  await writeFile(join(folder, 'fixed.yaml'), chain('20051'))
  await writeFile(join(folder, 'open.yaml'), chain('$' + '{BASE}'))
  await writeFile(join(folder, 'memory.yaml'), 'stages: [{stage_id: 0}]\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => {
  process.exitCode = undefined
})

async function run(name: string) {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += text
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  await portsCommand().parseAsync([join(folder, name)], { from: 'user' })
  vi.restoreAllMocks()
  return { out, code: process.exitCode ?? 0 }
}

describe('stagewright ports', () => {
  it('prints a line per port, with its arithmetic', async () => {
    const { out, code } = await run('fixed.yaml')
    expect(code).toBe(0)
    expect(out).toMatch(/^10\.0\.0\.1 +20051 +bind .*20051 \+ 0 \+ 0\*1024 \+ 0\*16 \+ 0 = 20051$/m)
  })

  it('says that there is none where no connector has one', async () => {
    expect(await run('memory.yaml')).toMatchObject({ code: 0, out: expect.stringContaining('nothing binds') })
  })

  it('does not say so of ports that can’t be computed', async () => {
    const { out, code } = await run('open.yaml')
    expect(code).toBe(1)
    expect(out).toContain('references unset environment variable(s): BASE')
    expect(out).not.toContain('nothing binds')
  })
})
