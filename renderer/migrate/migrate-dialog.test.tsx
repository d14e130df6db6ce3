// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { deployName, MigrateDialog } from './migrate-dialog.tsx'

afterEach(() => {
  cleanup()
  resetWorkbench()
})

const legacy = `stage_args:
  - stage_id: 0
    runtime:
      devices: "0"
      max_batch_size: 4
    engine_args:
      model_stage: thinker
`

function setup(text: string) {
  useWorkbench.getState().load(openedOf('/d/qwen2_5_omni_legacy.yaml', text))
  useWorkbench.setState({ overlay: 'migrate' })
  render(<MigrateDialog />)
  return { user: userEvent.setup() }
}

describe('MigrateDialog', () => {
  it('reports what became of each setting and replaces the text as one step', async () => {
    const { user } = setup(legacy)
    expect(screen.getByRole('table', { name: 'What became of each setting' }).textContent).toContain(
      'max_num_seqs',
    )
    await user.click(screen.getByRole('tab', { name: /Comparison/ }))
    expect(screen.getByRole('table', { name: 'Both resolutions' })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Replace the text here' }))
    expect(useWorkbench.getState().text).toContain('max_num_seqs: 4')
    expect(useWorkbench.getState().overlay).toBeNull()
    useWorkbench.getState().undo()
    expect(useWorkbench.getState().text).toBe(legacy)
  })

  it('says why a file that is no legacy file can’t be migrated', () => {
    setup('stages: []\n')
    expect(screen.getByRole('alert').textContent).not.toBe('')
    expect(screen.queryByRole('button', { name: 'Open as a new file' })).toBeNull()
  })
})

it('names the new file after the old one', () => {
  expect(['x.yaml', 'x_legacy.yml', 'legacy.json', 'x'].map(deployName)).toEqual([
    'x_deploy.yaml',
    'x_deploy.yml',
    'config_deploy.json',
    'x_deploy.yaml',
  ])
})
