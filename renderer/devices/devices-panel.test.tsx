// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { DevicesPanel } from './devices-panel.tsx'

const HOSTS = 'hosts:\n  a: {gpus: 2}\n  b: {gpus: 2}\nstages:\n  0: a\n  1: a\n'

let stop = () => {}
beforeEach(async () => {
  stop = await startOn(createFakeHost({ '/a/chain.yaml': CHAIN }))
  await state().openPath('/a/chain.yaml')
})
afterEach(() => {
  cleanup()
  stop()
})

it('offers to take a move between hosts back, which Undo alone can not', async () => {
  state().setContext({ hostsText: HOSTS })
  render(<DevicesPanel />)
  const user = userEvent.setup()
  const [share] = screen.getAllByRole('button', { name: /^1\b|Stage 1/ })
  if (share === undefined) throw new Error('stage 1 has a share')
  await user.click(share)
  await user.click(screen.getByRole('menuitem', { name: 'b, GPU 0' }))
  expect(state().context.hostsText).toContain('1: b')
  expect(state().text).not.toBe(CHAIN)
  const notice = state().notices.at(-1)
  expect(notice?.message).toContain('Stage 1 is placed on b')
  notice?.actions[0]?.run()
  expect(state().context.hostsText).toBe(HOSTS)
  expect(state().text).toBe(CHAIN)
})
