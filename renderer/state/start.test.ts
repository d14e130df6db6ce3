// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakeHost, type FakeHost } from './fake-host.ts'
import { isDirty } from './index.ts'
import { CHAIN, startOn, state } from './test-support.ts'

let stop = () => {}
afterEach(() => {
  stop()
  vi.useRealTimers()
})

const start = async (host: FakeHost) => {
  stop = await startOn(host)
  return host
}

const callsOf = (host: FakeHost, name: string) => host.calls.filter(call => call.name === name)

const copyOf = (key: string, path: string | null, text: string) => ({
  key,
  path,
  name: 'chain.yaml',
  text,
  savedAt: '2026-11-24T08:00:00.000Z',
})

describe('startWorkbench', () => {
  it('opens the file of the command line before it is loaded, and follows it on disk', async () => {
    const host = createFakeHost(
      { '/a/chain.yaml': CHAIN },
      {
        'app.info': () => ({
          version: '1',
          shell: 'browser',
          platform: 'linux',
          startFiles: ['/a/chain.yaml'],
          nativeDialogs: false,
        }),
        'settings.load': () => ({ theme: 'dark', yamlBeside: 'yes' }),
      },
    )
    await start(host)
    expect(state().phase).toBe('loaded')
    expect(state().document?.path).toBe('/a/chain.yaml')
    expect(callsOf(host, 'documents.watch').at(-1)?.args).toEqual(['/a/chain.yaml'])
    expect(state().settings).toMatchObject({ theme: 'dark', yamlBeside: true })
  })

  it('is loaded also when nothing answers, and says so', async () => {
    const { absentHost } = await import('./absent-host.ts')
    await start({ ...createFakeHost(), ...absentHost })
    expect(state().phase).toBe('loaded')
    expect(state().notices[0]?.tone).toBe('error')
  })

  it('offers unsaved texts of last time, but not one that is on disk by now', async () => {
    const host = createFakeHost(
      { '/a/chain.yaml': CHAIN, '/a/saved.yaml': 'stages: []\n' },
      {
        'recovery.list': () => [
          copyOf('one', '/a/chain.yaml', `${CHAIN}# unsaved\n`),
          copyOf('two', '/a/saved.yaml', 'stages: []\n'),
          copyOf('three', null, 'stages: []\n'),
        ],
      },
    )
    await start(host)
    expect(state().recoveries.map(copy => copy.key)).toEqual(['one', 'three'])
    expect(callsOf(host, 'recovery.discard').map(call => call.args[0])).toEqual(['two'])

    const [first, second] = state().recoveries
    if (first === undefined || second === undefined) throw new Error('no copies')
    await state().restoreRecovery(first)
    expect(state().text).toBe(`${CHAIN}# unsaved\n`)
    expect(state().savedText).toBe(CHAIN)
    expect(isDirty(state())).toBe(true)
    expect(state().recoveries.map(copy => copy.key)).toEqual(['three'])
  })

  it('keeps a copy of unsaved text after a pause, and removes it once it is saved', async () => {
    const host = await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().openPath('/a/chain.yaml')
    vi.useFakeTimers()
    state().setText('stages: []\n')
    state().setText('stages: [] # more\n')
    vi.advanceTimersByTime(2000)
    expect(callsOf(host, 'recovery.write').map(call => call.args[0])).toMatchObject([
      { key: '/a/chain.yaml', text: 'stages: [] # more\n' },
    ])
    await state().save()
    expect(callsOf(host, 'recovery.discard').map(call => call.args[0])).toEqual(['/a/chain.yaml'])
  })

  it('removes the copy that a text was restored from once the text is saved, however soon', async () => {
    const copy = copyOf('/a/chain.yaml', '/a/chain.yaml', `${CHAIN}# unsaved\n`)
    const host = await start(createFakeHost({ '/a/chain.yaml': CHAIN }, { 'recovery.list': () => [copy] }))
    await state().openPath('/a/chain.yaml')
    await state().restoreRecovery(copy)
    expect(callsOf(host, 'recovery.discard')).toEqual([])
    await state().save()
    expect(callsOf(host, 'recovery.discard').map(call => call.args[0])).toEqual(['/a/chain.yaml'])
  })

  it('keeps positions and context of the file, not of a file without a place', async () => {
    const host = await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().newDocument('untitled.yaml', CHAIN)
    vi.useFakeTimers()
    state().setPositions({ 0: { x: 1, y: 2 } })
    vi.advanceTimersByTime(2000)
    expect(callsOf(host, 'sidecar.save')).toEqual([])
    await state().openPath('/a/chain.yaml')
    state().setPositions({ 0: { x: 3, y: 4 } })
    state().setContext({ target: '2025-12' })
    vi.advanceTimersByTime(2000)
    expect(callsOf(host, 'sidecar.save').map(call => call.args)).toEqual([
      ['/a/chain.yaml', { positions: { 0: { x: 3, y: 4 } }, context: { target: '2025-12' } }],
    ])
  })

  it('reads the files that the document builds upon, and again when it names another', async () => {
    const host = createFakeHost(
      { '/a/over.yaml': 'base_config: base.yaml\n' },
      { 'documents.related': () => ({ '/a/base.yaml': CHAIN }) },
    )
    await start(host)
    await state().openPath('/a/over.yaml')
    await vi.waitFor(() => expect(state().context.files).toEqual({ '/a/base.yaml': CHAIN }))
    expect(state().analysis?.stages.map(stage => stage.id)).toEqual(['0', '1'])
    state().setText('base_config: other.yaml\n')
    await vi.waitFor(() => expect(callsOf(host, 'documents.related')).toHaveLength(2))
  })

  it('answers a request to close with what the user decides', async () => {
    const host = await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().openPath('/a/chain.yaml')
    state().setText('stages: []\n')
    host.emit('app.closeRequested', null)
    await vi.waitFor(() => expect(state().question).not.toBeNull())
    state().answer(null)
    await vi.waitFor(() => expect(callsOf(host, 'app.closeAnswer').at(-1)?.args).toEqual([{ close: false }]))
    host.emit('app.closeRequested', null)
    await vi.waitFor(() => expect(state().question).not.toBeNull())
    state().answer('discard')
    await vi.waitFor(() => expect(callsOf(host, 'app.closeAnswer').at(-1)?.args).toEqual([{ close: true }]))
  })
})

describe('the selection', () => {
  it('loses what an undo took away', async () => {
    await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().openPath('/a/chain.yaml')
    state().dispatch({ type: 'addStage' })
    state().selectMany([
      { kind: 'stage', id: '0' },
      { kind: 'stage', id: '2' },
    ])
    state().undo()
    expect(state().multi).toEqual([{ kind: 'stage', id: '0' }])
  })
})

describe('the last good graph', () => {
  it('stays while the text can’t be read', async () => {
    await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().openPath('/a/chain.yaml')
    state().setText('stages: [')
    expect(state().analysis?.document.ok).toBe(false)
    expect(state().lastGood?.stages).toHaveLength(2)
    state().undo()
    expect(state().lastGood).toBe(state().analysis)
  })
})

describe('several commands at once', () => {
  it('are one undo step, and none when one of them can’t be done', async () => {
    await start(createFakeHost({ '/a/chain.yaml': CHAIN }))
    await state().openPath('/a/chain.yaml')
    expect(
      state().dispatchAll('Two stages', [
        { type: 'addStage', id: '7' },
        { type: 'connect', from: '1', to: '7', connector: { label: 'shm' } },
      ]),
    ).toBe(true)
    expect(state().analysis?.edges.map(edge => edge.id)).toEqual(['0->1', '1->7'])
    state().undo()
    expect(state().text).toBe(CHAIN)
    expect(state().dispatchAll('Bad', [{ type: 'addStage' }, { type: 'removeStage', id: '99' }])).toBe(false)
    expect(state().text).toBe(CHAIN)
  })
})
