// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHost, type FakeHost } from '../../state/fake-host.ts'
import { isDirty } from '../../state/index.ts'
import { CHAIN, startOn, state } from '../../state/test-support.ts'
import { COMMANDS, findCommand, installCommands, keysOf, runCommand } from './index.ts'

let host: FakeHost
let stops: (() => void)[] = []

beforeEach(async () => {
  host = createFakeHost({ '/a/chain.yaml': CHAIN })
  stops = [await startOn(host), installCommands(host)]
  await state().openPath('/a/chain.yaml')
})
afterEach(() => {
  for (const stop of stops) stop()
})

/** What the menu of the Electron shell names. */
const MENU = [
  'file.new',
  'file.open',
  'file.openPath',
  'file.save',
  'file.saveAs',
  'palette.open',
  'view.zoomToFit',
  'view.nextProblem',
  'bench.run',
  'edit.undo',
  'edit.redo',
]

describe('the registry', () => {
  it('has every command of the menu, each id once', () => {
    for (const id of MENU) expect(findCommand(id), id).toBeDefined()
    expect(new Set(COMMANDS.map(command => command.id)).size).toBe(COMMANDS.length)
  })

  it('gives every command a title of its own and a place to be found', () => {
    expect(new Set(COMMANDS.map(command => command.title)).size).toBe(COMMANDS.length)
    // What the palette leaves out has keys or is asked for by the menu.
    for (const { id, hidden, keys } of COMMANDS)
      expect(!hidden || keys !== undefined || MENU.includes(id), id).toBe(true)
  })

  it('gives no two commands the same keys', () => {
    const owners = new Map<string, string>()
    for (const { id, keys = [] } of COMMANDS)
      for (const key of keys) {
        expect(owners.get(key), `${key} of ${id}`).toBeUndefined()
        owners.set(key, id)
      }
  })

  it('shows no keys that a browser keeps for itself, where it runs in one', () => {
    expect(keysOf('file.new')).toBe('Alt+N')
    vi.stubGlobal('stagewright', host)
    expect(keysOf('file.new')).toBe('Ctrl+N')
    vi.unstubAllGlobals()
  })

  it('never throws out of a command, whatever the window shows', async () => {
    const silent = COMMANDS.filter(({ id }) => !id.startsWith('file.open'))
    for (const { id } of silent) expect(() => runCommand(id), id).not.toThrow()
    await vi.waitFor(() => expect(state().notices.filter(notice => notice.tone === 'error')).toEqual([]))
  })
})

describe('commands that edit', () => {
  const EDITS: readonly (readonly [string, () => void])[] = [
    ['graph.addStage', () => {}],
    ['graph.addGenerationStage', () => {}],
    ['graph.addDiffusionStage', () => {}],
    ['edit.duplicate', () => state().select({ kind: 'stage', id: '0' })],
    ['edit.delete', () => state().select({ kind: 'stage', id: '1' })],
    ['edit.delete', () => state().select({ kind: 'edge', id: '0->1' })],
    ['edit.delete', () => state().select({ kind: 'connector', label: 'shm' })],
  ]

  it.each(EDITS)('%s is one undo step', (id, prepare) => {
    prepare()
    expect(runCommand(id)).toBe(true)
    expect(state().text).not.toBe(CHAIN)
    expect(runCommand('edit.undo')).toBe(true)
    expect(state().text).toBe(CHAIN)
    expect(runCommand('edit.undo')).toBe(false)
  })

  it('delete several things at once, the edges of a deleted stage included', () => {
    state().selectMany([
      { kind: 'edge', id: '0->1' },
      { kind: 'stage', id: '1' },
      { kind: 'connector', label: 'shm' },
    ])
    runCommand('edit.delete')
    expect(state().lastGood?.stages.map(stage => stage.id)).toEqual(['0'])
    expect(state().lastGood?.connectors).toEqual([])
    runCommand('edit.undo')
    expect(state().text).toBe(CHAIN)
  })

  it('copy a stage and paste it under a new id', async () => {
    state().select({ kind: 'stage', id: '0' })
    runCommand('edit.copy')
    runCommand('edit.paste')
    await vi.waitFor(() => expect(state().lastGood?.stages.map(stage => stage.id)).toEqual(['0', '1', '2']))
    expect(state().multi).toEqual([{ kind: 'stage', id: '2' }])
    runCommand('edit.undo')
    expect(state().text).toBe(CHAIN)
  })

  it('double the selected stages, and select the copies as pasting does', async () => {
    state().selectMany([
      { kind: 'stage', id: '0' },
      { kind: 'stage', id: '1' },
    ])
    runCommand('edit.duplicate')
    expect(state().multi).toEqual([
      { kind: 'stage', id: '2' },
      { kind: 'stage', id: '3' },
    ])
    runCommand('edit.undo')
    expect(state().text).toBe(CHAIN)
  })
})

describe('commands that lead somewhere', () => {
  it('walk along the edges', () => {
    state().select({ kind: 'stage', id: '0' })
    runCommand('graph.goRight')
    expect(state().selection).toEqual({ kind: 'stage', id: '1' })
    runCommand('graph.goLeft')
    expect(state().selection).toEqual({ kind: 'stage', id: '0' })
  })

  it('walk through the edges of a stage', () => {
    state().setText(CHAIN.replace('devices: "1"', 'devices: "1"\n    output_connectors: {to_stage_0: shm}'))
    state().select({ kind: 'stage', id: '1' })
    const walked = [0, 1, 2].map(() => {
      runCommand('graph.nextEdge')
      return state().selection
    })
    expect(walked).toEqual([
      { kind: 'edge', id: '0->1' },
      { kind: 'edge', id: '1->0' },
      { kind: 'edge', id: '0->1' },
    ])
  })

  it('move nodes without touching the file', () => {
    state().select({ kind: 'stage', id: '1' })
    runCommand('graph.moveDown')
    runCommand('graph.moveDown')
    expect(state().positions['1']?.y).toBe(44)
    expect(Object.keys(state().positions)).toEqual(['1'])
    expect(state().text).toBe(CHAIN)
    expect(isDirty(state())).toBe(false)
    runCommand('edit.undo')
    expect(state().positions).toEqual({})
    runCommand('edit.redo')
    expect(state().positions['1']?.y).toBe(44)
    runCommand('graph.layout')
    expect(state().positions).toEqual({})
    runCommand('edit.undo')
    expect(state().positions['1']?.y).toBe(44)
  })

  it('go through the problems in the order of the text and round the end', () => {
    state().setText('nonsense: 1\nstages:\n  - stage_id: 0\n  - stage_id: 0\n')
    const lines = () => state().revealed?.range?.start ?? -1
    const seen: number[] = []
    for (let step = 0; step < (state().analysis?.findings.length ?? 0); step += 1) {
      runCommand('view.nextProblem')
      seen.push(lines())
    }
    expect(seen.length).toBeGreaterThan(1)
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
    runCommand('view.nextProblem')
    expect(lines()).toBe(seen[0])
    runCommand('view.previousProblem')
    expect(lines()).toBe(seen.at(-1))
  })

  it('can’t be run where they make no sense', async () => {
    await state().closeDocument()
    for (const id of ['file.save', 'graph.addStage', 'bench.run', 'edit.delete'])
      expect(runCommand(id), id).toBe(false)
  })
})

describe('a command from outside', () => {
  it('runs with its argument', async () => {
    host.files.set('/a/b.yaml', 'stages: []\n')
    host.emit('app.command', { command: 'file.openPath', argument: '/a/b.yaml' })
    await vi.waitFor(() => expect(state().document?.name).toBe('b.yaml'))
  })

  it('of another version is refused with a word', () => {
    host.emit('app.command', { command: 'file.none' })
    expect(state().notices.at(-1)?.message).toContain('file.none')
  })
})
