// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { ReadableText } from './readable-text.tsx'

const BROKEN = 'stages: [\n'

let stop = () => {}
beforeEach(async () => {
  stop = await startOn(createFakeHost({ '/a/chain.yaml': CHAIN, '/a/broken.yaml': BROKEN }))
})
afterEach(() => {
  cleanup()
  stop()
})

const show = () =>
  render(
    <ReadableText>
      <p>answers</p>
    </ReadableText>,
  )

it('says of which text the answers are while the present one can’t be read', async () => {
  await state().openPath('/a/chain.yaml')
  show()
  expect(screen.queryByText(/last readable state/)).toBeNull()
  act(() => state().setText(BROKEN))
  expect(screen.getByText(/last readable state/)).toBeDefined()
  expect(screen.getByText('answers')).toBeDefined()
})

it('gives no answers about a text that could never be read', async () => {
  await state().openPath('/a/broken.yaml')
  show()
  expect(screen.queryByText('answers')).toBeNull()
  expect(screen.getByText('Not readable yet')).toBeDefined()
})
