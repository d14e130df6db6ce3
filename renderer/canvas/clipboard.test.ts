// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { followClipboard, selectionText } from './clipboard.ts'

let stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops) stop()
})

const open = async (text: string, name = '/a/chain.yaml') => {
  stops = [await startOn(createFakeHost({ [name]: text })), followClipboard()]
  await state().openPath(name)
}

/** A clipboard event with a clipboard of its own, as the browser sends it. */
function send(type: 'copy' | 'cut' | 'paste', text = ''): { readonly kept: string; readonly taken: boolean } {
  const data = new Map([['text/plain', text]])
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, {
    clipboardData: {
      setData: (kind: string, value: string) => data.set(kind, value),
      getData: (kind: string) => data.get(kind) ?? '',
    },
  })
  document.body.dispatchEvent(event)
  return { kept: data.get('text/plain') ?? '', taken: event.defaultPrevented }
}

describe('selectionText', () => {
  it('is the stages as a list at the left edge, comments included, in the order of the file', async () => {
    await open(CHAIN)
    state().selectMany([
      { kind: 'stage', id: '1' },
      { kind: 'stage', id: '0' },
    ])
    expect(selectionText(state())).toBe(`- stage_id: 0   # first
  devices: "0"
  output_connectors:
    to_stage_1: shm
- stage_id: 1
  devices: "1"
  input_connectors:
    from_stage_0: shm
`)
  })

  it('is JSON for a JSON document', async () => {
    await open('{"stages": [{"stage_id": 0, "devices": "0"}]}', '/a/chain.json')
    state().select({ kind: 'stage', id: '0' })
    expect(selectionText(state())).toBe('[{"stage_id": 0, "devices": "0"}]\n')
  })
})

describe('clipboard events', () => {
  it('copy, cut and paste stages', async () => {
    await open(CHAIN)
    state().select({ kind: 'stage', id: '1' })
    const { kept, taken } = send('copy')
    expect(taken).toBe(true)
    expect(kept).toContain('stage_id: 1')
    send('paste', kept)
    expect(state().lastGood?.stages.map(stage => stage.id)).toEqual(['0', '1', '2'])
    state().select({ kind: 'stage', id: '2' })
    send('cut')
    expect(state().lastGood?.stages.map(stage => stage.id)).toEqual(['0', '1'])
  })

  it('refuse a text that holds no stage, and leave the file alone', async () => {
    await open(CHAIN)
    send('paste', 'just some words')
    expect(state().text).toBe(CHAIN)
    expect(state().notices.at(-1)?.tone).toBe('warning')
  })

  it('leave text fields to the browser', async () => {
    await open(CHAIN)
    state().select({ kind: 'stage', id: '1' })
    const field = document.createElement('input')
    document.body.append(field)
    const event = new Event('copy', { bubbles: true, cancelable: true })
    Object.assign(event, { clipboardData: { setData: () => {} } })
    field.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(false)
    field.remove()
  })
})
