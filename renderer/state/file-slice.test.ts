// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeHost, stampOf } from './fake-host.ts'
import { isDirty } from './index.ts'
import { CHAIN, startOn, state } from './test-support.ts'

let stop = () => {}
afterEach(() => stop())

const open = async (files: Record<string, string>, answers = {}) => {
  const host = createFakeHost(files, answers)
  stop = await startOn(host)
  return host
}

/** Lets what was begun without waiting come to its end. */
const settle = () => new Promise(resolve => setTimeout(resolve))

/** Waits until the window asks, and answers. */
async function answer(id: string | null): Promise<void> {
  await settle()
  expect(state().question).not.toBeNull()
  state().answer(id)
  await settle()
}

const conflictOnce = () => {
  let refused = false
  return {
    'documents.save': ({ expected }: { expected: unknown }) => {
      if (!refused) {
        refused = true
        throw Object.assign(new Error('changed'), { code: 'conflict' })
      }
      return { stamp: { hash: JSON.stringify(expected), modifiedMs: 2 } }
    },
  }
}

describe('opening', () => {
  it('shows the file, its notes and its analysis', async () => {
    await open(
      { '/a/chain.yaml': CHAIN },
      {
        'sidecar.load': () => ({
          positions: { 0: { x: 5, y: 6 } },
          context: { target: '2026-09', machine: {}, platform: 'nonsense' },
        }),
      },
    )
    expect(await state().openPath('/a/chain.yaml')).toBe(true)
    expect(state().document).toMatchObject({ path: '/a/chain.yaml', name: 'chain.yaml' })
    expect(state().analysis?.stages.map(stage => stage.id)).toEqual(['0', '1'])
    expect(state().positions).toEqual({ 0: { x: 5, y: 6 } })
    expect(isDirty(state())).toBe(false)
  })

  it('leaves out notes that it can’t understand, and keeps those it can', async () => {
    await open(
      { '/a/chain.yaml': CHAIN },
      {
        'sidecar.load': () => ({
          positions: {},
          context: { target: '2026-09', env: { PORT: '1' }, other: 1 },
        }),
      },
    )
    await state().openPath('/a/chain.yaml')
    expect(state().context).toMatchObject({
      target: '2026-09',
      env: { PORT: '1' },
      fileName: '/a/chain.yaml',
    })
    expect(state().context).not.toHaveProperty('other')
  })

  it('says why a file can’t be opened, and keeps the open one', async () => {
    await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    expect(await state().openPath('/a/none.yaml')).toBe(false)
    expect(state().notices.at(-1)).toMatchObject({ tone: 'error', message: '/a/none.yaml is not there.' })
    expect(state().document?.name).toBe('chain.yaml')
  })

  it('asks before it lets go of unsaved changes', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN, '/a/b.yaml': 'stages: []\n' })
    await state().openPath('/a/chain.yaml')
    state().setText(`${CHAIN}# more\n`)
    const kept = state().openPath('/a/b.yaml')
    await answer(null)
    expect(await kept).toBe(false)
    expect(state().document?.name).toBe('chain.yaml')
    const saved = state().openPath('/a/b.yaml')
    await answer('save')
    expect(await saved).toBe(true)
    expect(host.files.get('/a/chain.yaml')).toBe(`${CHAIN}# more\n`)
    expect(state().document?.name).toBe('b.yaml')
  })

  it('asks for a path where the shell has no dialog', async () => {
    await open({ '/a/chain.yaml': CHAIN })
    const app = state().app
    if (app === null) throw new Error('no app')
    const { useWorkbench } = await import('./workbench.ts')
    useWorkbench.setState({ app: { ...app, nativeDialogs: false } })
    const opened = state().openDialog()
    expect(state().overlay).toBe('open-path')
    state().answerPath('/a/chain.yaml')
    expect(await opened).toBe(true)
    expect(state().overlay).toBeNull()
  })

  it('reads a dropped file that has no path, byte order mark and all', async () => {
    await open({})
    expect(await state().openDropped(new File(['\uFEFFstages: []\n'], 'dropped.yaml'))).toBe(true)
    expect(state().document).toMatchObject({ path: null, name: 'dropped.yaml', bom: true })
    expect(state().text).toBe('stages: []\n')
    expect(await state().openDropped(new File([new Uint8Array([0xff, 0xfe, 0x00])], 'x.yaml'))).toBe(false)
  })
})

describe('saving', () => {
  it('writes the text with the stamp of what was opened, and is clean afterwards', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    state().setText('stages: []\n')
    expect(isDirty(state())).toBe(true)
    expect(await state().save()).toBe(true)
    expect(host.calls.findLast(call => call.name === 'documents.save')?.args[0]).toMatchObject({
      text: 'stages: []\n',
      expected: stampOf(CHAIN),
    })
    expect(isDirty(state())).toBe(false)
    state().undo()
    expect(isDirty(state())).toBe(true)
  })

  it('asks a new document where it belongs', async () => {
    await open({})
    await state().newDocument('untitled.yaml', 'stages: []\n')
    expect(await state().save()).toBe(true)
    expect(state().document).toMatchObject({ path: '/files/untitled.yaml', name: 'untitled.yaml' })
    expect(state().context.fileName).toBe('/files/untitled.yaml')
  })

  it('lets the user decide when another program changed the file', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN }, conflictOnce())
    await state().openPath('/a/chain.yaml')
    host.files.set('/a/chain.yaml', 'stages: []\n')
    state().setText('stages: [] # mine\n')
    const saved = state().save()
    await answer('replace')
    expect(await saved).toBe(true)
    // Replaced what is there now, not what was there when the file was opened.
    expect(host.calls.findLast(call => call.name === 'documents.save')?.args[0]).toMatchObject({
      expected: stampOf('stages: []\n'),
    })
  })

  it('can take over what is on disk instead, one undo step away', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN }, conflictOnce())
    await state().openPath('/a/chain.yaml')
    host.files.set('/a/chain.yaml', 'stages: []\n')
    state().setText('mine: 1\n')
    const saved = state().save()
    await answer('reload')
    expect(await saved).toBe(false)
    expect(state().text).toBe('stages: []\n')
    expect(isDirty(state())).toBe(false)
    state().undo()
    expect(state().text).toBe('mine: 1\n')
  })
})

describe('changes by other programs', () => {
  const changed = (text: string | null) => ({
    path: '/a/chain.yaml',
    text,
    stamp: text === null ? null : stampOf(text),
  })

  it('are taken over while nothing is unsaved', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    host.emit('documents.changed', changed('stages: []\n'))
    expect(state().text).toBe('stages: []\n')
    expect(isDirty(state())).toBe(false)
  })

  it('are only told of otherwise', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    state().setText('mine: 1\n')
    host.emit('documents.changed', changed('stages: []\n'))
    expect(state().text).toBe('mine: 1\n')
    expect(
      state()
        .notices.at(-1)
        ?.actions.map(action => action.label),
    ).toEqual(['Take over what is on disk', 'Keep mine'])
  })

  it('that are the window’s own saves pass without a word', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    state().setText('stages: []\n')
    await state().save()
    host.emit('documents.changed', changed('stages: []\n'))
    expect(state().notices).toEqual([])
  })

  it('keep the text when the file is deleted, and let saving write it anew', async () => {
    const host = await open({ '/a/chain.yaml': CHAIN })
    await state().openPath('/a/chain.yaml')
    host.emit('documents.changed', changed(null))
    expect(state().text).toBe(CHAIN)
    await state().save()
    expect(host.calls.findLast(call => call.name === 'documents.save')?.args[0]).toMatchObject({
      expected: null,
    })
  })
})
