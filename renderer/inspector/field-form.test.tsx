// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EffectiveStage } from '../../core/contract/effective.ts'
import { parseDocument } from '../../core/document/index.ts'
import { fieldsFor } from '../../core/schema/index.ts'
import { finding } from '../problems/finding-fixture.ts'
import { FieldForm, type FieldFormProps } from './field-form.tsx'
import { formFields } from './form-model.ts'

afterEach(cleanup)

const text = 'stages:\n  - stage_id: 0\n    devices: "0"\n    tensor_parallel_size: 2\n'
const base = ['stages', 0]
const range = { start: 8, end: 20 }
const effective: EffectiveStage = {
  id: '0',
  fields: [
    {
      key: 'tensor_parallel_size',
      value: 4,
      source: { provenance: 'platform', file: null, path: ['platforms', 'npu'], range },
      hidden: [],
    },
  ],
}

function setup(patch: Partial<FieldFormProps> = {}) {
  const document = parseDocument(text)
  const onSet = vi.fn<FieldFormProps['onSet']>()
  const onReset = vi.fn<FieldFormProps['onReset']>()
  const props: FieldFormProps = {
    document,
    fields: formFields(document, base, fieldsFor('stage', 'deploy', '2026-07'), effective),
    findings: [],
    engine: 'llm',
    disabled: false,
    revealed: null,
    onSet,
    onReset,
    onReveal: vi.fn(),
    ...patch,
  }
  render(<FieldForm {...props} />)
  const set = () => onSet.mock.calls.map(([field, value]) => [field.path.join('.'), value])
  return { props, set, onReset, user: userEvent.setup() }
}

describe('FieldForm', () => {
  it('commits what was typed on Enter and on leaving, and forgets it on Escape', async () => {
    const { set, user } = setup()
    const tp = screen.getByLabelText('Tensor parallel')
    await user.clear(tp)
    await user.type(tp, '8{Enter}')
    expect(set()).toEqual([['stages.0.tensor_parallel_size', 8]])
    const devices = screen.getByLabelText<HTMLInputElement>('Devices')
    await user.type(devices, ',1{Escape}')
    expect(devices.value).toBe('0')
    await user.type(devices, ',1')
    await user.tab()
    expect(set().at(-1)).toEqual(['stages.0.devices', '0,1'])
  })

  it('keeps a text that does not fit, with the reason, and changes nothing', async () => {
    const { set, user } = setup()
    const tp = screen.getByLabelText<HTMLInputElement>('Tensor parallel')
    await user.clear(tp)
    await user.type(tp, 'two{Enter}')
    expect(tp.value).toBe('two')
    expect(tp.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('"two" is not a whole number.')).toBeDefined()
    expect(set()).toEqual([])
  })

  it('removes a field that is emptied or reset', async () => {
    const { onReset, user } = setup()
    await user.clear(screen.getByLabelText('Tensor parallel'))
    await user.tab()
    await user.click(screen.getByRole('button', { name: 'Remove devices from the file' }))
    expect(onReset.mock.calls.map(([field]) => field.info.key)).toEqual(['tensor_parallel_size', 'devices'])
  })

  it('shows the value that overrules the written one, with a link to where it is written', async () => {
    const { props, user } = setup()
    expect(screen.getByText('Overruled by')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'platform npu' }))
    expect(props.onReveal).toHaveBeenCalledWith(range)
  })

  it('adds a field that was searched for and puts the cursor into it', async () => {
    const { user } = setup()
    expect(screen.queryByLabelText('Engine extras')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Add a field' }))
    await user.keyboard('engine_extras{Enter}')
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Engine extras')))
  })

  it('shows a problem at its field and marks the field that was revealed', () => {
    const path = [...base, 'gpu_memory_utilization']
    setup({
      findings: [finding({ code: 'MEM-1', message: 'Too much.', path })],
      revealed: { path, serial: 1 },
    })
    expect(screen.getByRole('button', { name: /MEM-1 Too much/ })).toBeDefined()
    const row = screen.getByLabelText('GPU memory share').closest('[data-path]')
    expect(row?.classList.contains('sw-form-marked')).toBe(true)
  })

  it('changes nothing while the text is broken', () => {
    setup({ disabled: true })
    expect(screen.getByLabelText<HTMLInputElement>('Devices').disabled).toBe(true)
  })
})
