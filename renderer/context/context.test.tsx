// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { parseInventory } from '../../core/inventory/index.ts'
import { parsePipelineText } from '../../core/pipelines/index.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { ContextDialog } from './context-dialog.tsx'
import { envText, missingVariables, readEnv } from './env-text.ts'
import { hostsDraft } from './hosts-draft.ts'

afterEach(() => {
  cleanup()
  resetWorkbench()
})

const text = `connectors: {a: {name: X, extra: {zmq_port: "\${PORT}"}}}\nstages:\n  - stage_id: 0\n    devices: "0,3"\n`

function setup() {
  useWorkbench.getState().load(openedOf('/d/a.yaml', text))
  const analysis = analyze(text, {})
  useWorkbench.setState({ analysis, lastGood: analysis, overlay: 'context' })
  render(<ContextDialog />)
  return { user: userEvent.setup(), context: () => useWorkbench.getState().context }
}

describe('the environment as text', () => {
  it('goes both ways and refuses a line that is none', () => {
    expect(readEnv('# x\nexport A="1 2"\n\nB=\n')).toEqual({ ok: true, value: { A: '1 2', B: '' } })
    expect(envText({ A: '1', B: 'x=y' })).toBe('A=1\nB=x=y')
    expect(readEnv('A=1\nnonsense')).toMatchObject({
      ok: false,
      error: { message: 'Line 2: write NAME=value.' },
    })
    const strange = readEnv('__proto__=1')
    expect(strange.ok && Object.hasOwn(strange.value, '__proto__')).toBe(true)
  })

  it('knows what a text asks for', () => {
    expect(missingVariables(`p: \${PORT}\nq: $HOST # $NOT\nr: \${PORT}`, { HOST: 'a' })).toEqual(['PORT'])
  })
})

it.each([
  ['hosts', 'Hosts'],
  ['environment', 'Environment'],
  ['overrides', 'Stage overrides'],
] as const)('opens at the part that was asked for: %s', (overlay, title) => {
  useWorkbench.setState({ overlay })
  render(<ContextDialog />)
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe(title)
})

it('drafts an own pipeline that reads', async () => {
  const { user, context } = setup()
  await user.click(screen.getByRole('tab', { name: 'Own pipelines' }))
  await user.click(screen.getByRole('button', { name: 'Add a pipeline' }))
  const [draft] = context().pipelineTexts ?? []
  expect(draft === undefined ? null : parsePipelineText(draft).ok).toBe(true)
})

it('reads an own pipeline and an inventory from files', async () => {
  const { user, context } = setup()
  await user.click(screen.getByRole('tab', { name: 'Own pipelines' }))
  const pipeline = 'model_type: mine\ntitle: Mine\nstages: [{stage_id: 0, final_output: true}]\n'
  await user.upload(screen.getByLabelText('Pipeline file'), new File([pipeline], 'mine.yaml'))
  await waitFor(() => expect(context().pipelineTexts).toEqual([pipeline]))
  await user.click(screen.getByRole('tab', { name: 'Hosts' }))
  await user.upload(screen.getByLabelText('Inventory file'), new File(['hosts: {a: {}}\n'], 'hosts.yaml'))
  await waitFor(() => expect(context().hostsText).toBe('hosts: {a: {}}\n'))
})

it('drafts an inventory that reads and places every stage', () => {
  const draft = hostsDraft([
    { id: '0', origin: 'file', devices: ['0', '3'] },
    { id: 'x y', origin: 'pipeline', devices: null },
  ])
  const parsed = parseInventory(draft)
  expect(parsed.ok && parsed.value.hosts[0]?.gpus?.length).toBe(4)
  expect(parsed.ok && parsed.value.placements.map(placement => placement.stage)).toEqual(['0', 'x y'])
})

describe('ContextDialog', () => {
  it('sets and takes back target, platform and pipeline', async () => {
    const { user, context } = setup()
    await user.selectOptions(screen.getByLabelText('Target'), '2026-09')
    await user.selectOptions(screen.getByLabelText('Platform'), 'npu')
    expect(context()).toMatchObject({ target: '2026-09', platform: 'npu' })
    await user.selectOptions(screen.getByLabelText('Platform'), 'none: the file without its sections')
    expect('platform' in context()).toBe(false)
  })

  it('offers the variables that the file asks for', async () => {
    const { user, context } = setup()
    await user.click(screen.getByRole('tab', { name: 'Environment' }))
    await user.click(screen.getByRole('button', { name: 'Add PORT' }))
    expect(context().env).toEqual({ PORT: '0' })
    const box = screen.getByLabelText('Environment of the launch')
    await user.clear(box)
    await user.type(box, 'PORT 7')
    await user.tab()
    expect(screen.getByText('Line 1: write NAME=value.')).toBeDefined()
    expect(context().env).toEqual({ PORT: '0' })
  })

  it('refuses overrides that are no JSON object, and keeps an inventory with its problems shown', async () => {
    const { user, context } = setup()
    await user.click(screen.getByRole('tab', { name: 'Stage overrides' }))
    const overrides = screen.getByLabelText('JSON of --stage-overrides')
    await user.type(overrides, '[[1]')
    await user.tab()
    expect(screen.getByText('A JSON object by stage id is needed.')).toBeDefined()
    expect(context().stageOverrides).toBeUndefined()
    await user.clear(overrides)
    await user.click(screen.getByRole('tab', { name: 'Hosts' }))
    await user.click(screen.getByRole('button', { name: 'Start with one host' }))
    expect(context().hostsText).toContain('node-a')
    const hosts = screen.getByLabelText('Host inventory')
    await user.clear(hosts)
    await user.type(hosts, 'hosts: {{}')
    await user.type(hosts, '{Enter}stages: {{0: b}')
    await user.tab()
    expect(hosts.getAttribute('aria-invalid')).toBe('true')
  })

  it('takes what was typed on Escape, and closes on the next one', async () => {
    const { user, context } = setup()
    const command = screen.getByLabelText('Launch command')
    await user.type(command, 'vllm serve m{Escape}')
    expect(context().command).toBe('vllm serve m')
    expect(useWorkbench.getState().overlay).toBe('context')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(useWorkbench.getState().overlay).toBeNull())
  })

  it('asks before it drops a text that was refused', async () => {
    const { user } = setup()
    await user.click(screen.getByRole('tab', { name: 'Stage overrides' }))
    const overrides = screen.getByLabelText('JSON of --stage-overrides')
    await user.type(overrides, 'no json')
    await user.click(screen.getByRole('button', { name: 'Done' }))
    expect(useWorkbench.getState().question?.answers.map(({ id }) => id)).toEqual(['leave'])
    useWorkbench.getState().answer(null)
    await waitFor(() => expect(document.activeElement).toBe(overrides))
    expect(overrides).toHaveProperty('value', 'no json')
    await user.click(screen.getByRole('button', { name: 'Done' }))
    useWorkbench.getState().answer('leave')
    await waitFor(() => expect(useWorkbench.getState().overlay).toBeNull())
  })
})
