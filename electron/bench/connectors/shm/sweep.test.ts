import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  anonymousName,
  fifoName,
  isRunAlive,
  lockName,
  newRunPrefix,
  pooledName,
  runPrefixIn,
} from './names.ts'
import { residueOfRun, sweepDeadRuns, sweepRun } from './sweep.ts'

/** A run whose process cannot be: the number is beyond what Linux gives. */
const DEAD = 'swb-4194999-0-deadbeef'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-test-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function leave(...names: readonly string[]): void {
  for (const name of names) writeFileSync(join(folder, name), 'x')
}

const at = (...names: readonly string[]): readonly string[] => names.map(name => join(folder, name))

describe('a prefix', () => {
  it('tells whether the process that made it lives', () => {
    const prefix = newRunPrefix()
    expect(isRunAlive(prefix)).toBe(true)
    expect(isRunAlive(DEAD)).toBe(false)
    expect(isRunAlive(prefix.replace(/-[0-9a-z]+-([0-9a-f]{8})$/, '-1-$1'))).toBe(false)
    expect(isRunAlive('somebody-else')).toBe(false)
  })

  it('is found in every name that a run gives', () => {
    const prefix = newRunPrefix()
    const key = `omni_0_to_1_kv_cache_${prefix}-7`
    for (const name of [key, lockName(key), anonymousName(prefix), pooledName(prefix, 12)])
      expect(runPrefixIn(name)).toBe(prefix)
    expect(runPrefixIn('psm_1a2b3c4d')).toBeNull()
  })
})

describe('a sweep', () => {
  it('removes what its run made and nothing else', () => {
    const [mine, other] = [newRunPrefix(), newRunPrefix()]
    const key = `${mine}-1`
    leave(
      key,
      lockName(key),
      pooledName(mine, 5),
      anonymousName(other),
      'psm_12345678',
      lockName('request-1'),
    )
    const residue = sweepRun(mine, folder)
    expect(residue).toEqual({
      segments: [...at(key, pooledName(mine, 5))].sort(),
      lockFiles: at(lockName(key)),
      fifos: [],
    })
    expect(readdirSync(folder)).toHaveLength(3)
    expect(sweepRun(mine, folder)).toEqual({ segments: [], lockFiles: [], fifos: [] })
  })

  it('takes FIFOs by their marked names, and the folder when it is empty', () => {
    const mine = newRunPrefix()
    const own = join(folder, 'omni_shm_wake_0_1')
    const shared = join(folder, 'omni_shm_wake_0_abc')
    const real = `1_${'ab'.repeat(16)}`
    for (const wake of [own, shared]) {
      mkdirSync(wake)
      writeFileSync(join(wake, fifoName('1', mine)), '')
    }
    writeFileSync(join(shared, real), '')
    expect(sweepRun(mine, folder).fifos).toHaveLength(2)
    expect(readdirSync(folder)).toEqual(['omni_shm_wake_0_abc'])
    expect(readdirSync(shared)).toEqual([real])
  })

  it('does not touch links and folders that carry the prefix', () => {
    const mine = newRunPrefix()
    mkdirSync(join(folder, `${mine}-folder`))
    symlinkSync(tmpdir(), join(folder, `${mine}-link`))
    expect(residueOfRun(mine, folder).segments).toEqual([])
  })

  it('of dead runs leaves those that go on', () => {
    const alive = newRunPrefix()
    const wake = join(folder, 'omni_shm_wake_0_1')
    mkdirSync(wake)
    writeFileSync(join(wake, fifoName('1', DEAD)), '')
    leave(`${alive}-1`, `${DEAD}-1`, lockName(`${DEAD}-1`), 'psm_12345678')
    const swept = sweepDeadRuns(folder)
    expect(swept.segments).toEqual(at(`${DEAD}-1`))
    expect(swept.lockFiles).toEqual(at(lockName(`${DEAD}-1`)))
    expect(swept.fifos).toHaveLength(1)
    expect(readdirSync(folder).sort()).toEqual(['psm_12345678', `${alive}-1`].sort())
  })

  it('of a folder that is not there finds nothing', () => {
    expect(sweepDeadRuns(join(folder, 'none'))).toEqual({ segments: [], lockFiles: [], fifos: [] })
  })
})
