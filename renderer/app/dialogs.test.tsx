// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { coreEngine } from '../state/engine.ts'
import { createFakeHost } from '../state/fake-host.ts'
import { useWorkbench } from '../state/index.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { installCommands } from './commands/index.ts'
import { Overlays } from './overlays.tsx'
import { Toasts } from './toasts.tsx'

let stops: (() => void)[] = []
afterEach(() => {
  cleanup()
  for (const stop of stops) stop()
})

const folder = {
  folder: '/home/me/files',
  parent: '/home/me',
  entries: [
    { name: 'old', path: '/home/me/files/old', kind: 'folder' as const },
    { name: 'chain.yaml', path: '/home/me/files/chain.yaml', kind: 'file' as const },
  ],
}

async function show() {
  const host = createFakeHost(
    { '/home/me/files/chain.yaml': CHAIN },
    { 'documents.list': (path: string | null) => ({ ...folder, folder: path ?? folder.folder }) },
  )
  stops = [await startOn(host), installCommands(host)]
  const app = state().app
  if (app === null) throw new Error('no app')
  useWorkbench.setState({ app: { ...app, nativeDialogs: false } })
  render(
    <>
      <Overlays />
      <Toasts />
    </>,
  )
  return { host, user: userEvent.setup() }
}

describe('the palette', () => {
  it('finds a command by another word for it, and runs it', async () => {
    const { user } = await show()
    await state().newDocument('chain.yaml', CHAIN)
    state().openOverlay('palette')
    await user.type(await screen.findByRole('combobox'), 'vocoder')
    await user.keyboard('{Enter}')
    await vi.waitFor(() => expect(state().lastGood?.stages).toHaveLength(3))
    expect(state().overlay).toBeNull()
  })

  it('offers what becomes possible while it is open', async () => {
    await show()
    await state().newDocument('chain.yaml', CHAIN)
    useWorkbench.setState({ analysis: null, lastGood: null })
    state().openOverlay('palette')
    await screen.findByRole('combobox')
    expect(screen.queryByRole('option', { name: /^Select all stages/ })).toBeNull()
    const analysis = coreEngine.analyze(CHAIN, {})
    useWorkbench.setState({ analysis, lastGood: analysis })
    await screen.findByRole('option', { name: /^Select all stages/ })
  })

  it('leads to a stage', async () => {
    const { user } = await show()
    await state().newDocument('chain.yaml', CHAIN)
    state().openOverlay('palette')
    await user.click(await screen.findByRole('option', { name: 'Stage 1' }))
    await vi.waitFor(() => expect(state().selection).toEqual({ kind: 'stage', id: '1' }))
    expect(state().revealed?.path).toEqual(['stages', 1])
  })

  it('leaves out what can’t be done now', async () => {
    await show()
    state().openOverlay('palette')
    await screen.findByRole('combobox')
    expect(screen.queryByRole('option', { name: /^Save/ })).toBeNull()
    expect(screen.getByRole('option', { name: /^Open…/ })).toBeDefined()
  })
})

describe('the path dialog', () => {
  it('opens a file by a click in its folder', async () => {
    const { user } = await show()
    const opened = state().openDialog()
    await user.click(await screen.findByRole('button', { name: 'chain.yaml' }))
    expect(await opened).toBe(true)
    expect(state().document?.path).toBe('/home/me/files/chain.yaml')
  })

  it('takes a bare name for the folder that is shown, and leads through folders', async () => {
    const { host, user } = await show()
    await state().newDocument('untitled.yaml', CHAIN)
    const saved = state().saveAs()
    await user.click(await screen.findByRole('button', { name: 'old' }))
    await screen.findByText('/home/me/files/old')
    const field = screen.getByRole('textbox')
    await user.clear(field)
    await user.type(field, 'copy.yaml{Enter}')
    expect(await saved).toBe(true)
    expect(host.files.get('/home/me/files/old/copy.yaml')).toBe(CHAIN)
  })

  it('gives up on Escape', async () => {
    const { user } = await show()
    const opened = state().openDialog()
    await screen.findByRole('textbox')
    await user.keyboard('{Escape}')
    expect(await opened).toBe(false)
    expect(state().overlay).toBeNull()
  })
})

describe('a question', () => {
  it('waits for an answer and hands it on', async () => {
    const { user } = await show()
    await state().newDocument('chain.yaml', CHAIN)
    state().setText('stages: []\n')
    const left = state().mayLeave()
    expect(await screen.findByRole('dialog', { name: 'Save the changes to chain.yaml?' })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await left).toBe(false)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('the gallery', () => {
  it('opens a template as a document of its own', async () => {
    const { user } = await show()
    state().openOverlay('gallery')
    await user.click(await screen.findByRole('button', { name: /^Qwen3-Omni/ }))
    await vi.waitFor(() => expect(state().document).toMatchObject({ path: null }))
    expect(state().lastGood?.stages.map(stage => stage.name)).toEqual(['thinker', 'talker', 'code2wav'])
  })
})

describe('a notice', () => {
  it('runs its action once and goes', async () => {
    const { user } = await show()
    const run = vi.fn()
    state().notify('Something happened.', { actions: [{ label: 'Do it', run }] })
    await user.click(await screen.findByRole('button', { name: 'Do it' }))
    expect(run).toHaveBeenCalledOnce()
    expect(screen.queryByText('Something happened.')).toBeNull()
  })
})
