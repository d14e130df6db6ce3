// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import type { ValueSource } from '../../core/contract/effective.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { SourceLink } from './source-link.tsx'

afterEach(() => {
  cleanup()
  resetWorkbench()
})

const text = 'base_config: base.yaml\nstages:\n  - stage_id: 0\n  - stage_id: 1\n'
const away = { file: null, path: [], range: null }

async function follow(source: ValueSource, stage: string | null = null) {
  const analysis = analyze(text, { fileName: '/d/a.yaml' })
  useWorkbench.getState().load(openedOf('/d/a.yaml', text))
  useWorkbench.setState({ analysis, lastGood: analysis })
  const onReveal = vi.fn()
  render(<SourceLink source={source} stage={stage} onReveal={onReveal} />)
  await userEvent.setup().click(screen.getByRole('button'))
  return onReveal
}

describe('the link to a layer leads', () => {
  it('to the place in the open text', async () => {
    const range = { start: 3, end: 5 }
    expect(await follow({ provenance: 'base', file: null, path: ['a'], range })).toHaveBeenCalledWith(range)
  })

  it('to the stage overrides', async () => {
    await follow({ ...away, provenance: 'override', file: '--stage-overrides' })
    expect(useWorkbench.getState().overlay).toBe('overrides')
  })

  it('to the launch context, where the pipeline is chosen', async () => {
    await follow({ ...away, provenance: 'pipeline', file: 'bagel' })
    expect(useWorkbench.getState().overlay).toBe('context')
  })

  it('to the stage that a default could be written in', async () => {
    await follow({ ...away, provenance: 'default' }, '1')
    expect(useWorkbench.getState().selection).toEqual({ kind: 'stage', id: '1' })
    expect(useWorkbench.getState().revealed?.path).toEqual(['stages', 1])
  })

  it('to the base file', async () => {
    const openPath = vi.fn(async () => false)
    useWorkbench.setState({ openPath })
    await follow({ ...away, provenance: 'base', file: '/d/base.yaml', path: ['stages', 0] })
    await waitFor(() => expect(openPath).toHaveBeenCalledWith('/d/base.yaml'))
  })
})
