// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFakeHost } from '../state/fake-host.ts'
import { CHAIN, startOn, state } from '../state/test-support.ts'
import { RunButton } from './run-button.tsx'

let stop = () => {}
beforeEach(async () => {
  stop = await startOn(createFakeHost({ '/a/chain.yaml': CHAIN }))
  await state().openPath('/a/chain.yaml')
})
afterEach(() => {
  cleanup()
  stop()
})

it('says what it would run, and lets that be chosen', async () => {
  render(<RunButton />)
  const user = userEvent.setup()
  expect(screen.getByRole('button', { name: 'Run the test bench' }).textContent).toBe('Run ping')
  await user.click(screen.getByRole('button', { name: 'What the bench runs' }))
  await user.click(screen.getByRole('menuitemcheckbox', { name: /^Sweep/, checked: false }))
  expect(state().bench.options.mode).toBe('sweep')
  expect(state().panel).toBe('bench')
  expect(screen.getByRole('button', { name: 'Run the test bench' }).textContent).toBe('Run sweep')
})
