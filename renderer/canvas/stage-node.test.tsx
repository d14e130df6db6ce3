// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { ReactFlowProvider } from '@xyflow/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { coreEngine } from '../state/engine.ts'
import { openedOf } from '../state/fake-host.ts'
import { resetWorkbench, useWorkbench } from '../state/index.ts'
import { setCanvasState } from './canvas-state.ts'
import { provideCanvas } from './handle.ts'
import { StageNode } from './stage-node.tsx'

const text = 'stage_args:\n  - stage_id: 0\n    engine_args:\n      model_stage: thinker\n'
const nothing = () => {}

let stop = nothing
beforeEach(() => {
  useWorkbench.setState({ engine: coreEngine })
  useWorkbench.getState().load(openedOf('/d/a.yaml', text))
  const analysis = analyze(text, useWorkbench.getState().context)
  useWorkbench.setState({ analysis, lastGood: analysis })
  setCanvasState({ renaming: '0' })
  render(
    <ReactFlowProvider>
      <button type="button">the graph</button>
      <StageNode
        id="0"
        type="stage"
        data={{}}
        selected
        dragging={false}
        draggable
        selectable
        deletable={false}
        isConnectable
        zIndex={0}
        positionAbsoluteX={0}
        positionAbsoluteY={0}
      />
    </ReactFlowProvider>,
  )
  // Giving the focus back blurs the input, as the graph's own focus does.
  const focus = () => screen.getByRole('button', { name: 'the graph' }).focus()
  stop = provideCanvas({
    fit: nothing,
    zoomIn: nothing,
    zoomOut: nothing,
    zoomToActualSize: nothing,
    show: nothing,
    focus,
  })
})
afterEach(() => {
  stop()
  cleanup()
  setCanvasState({ renaming: null })
  resetWorkbench()
})

const rename = async (keys: string) => {
  const input = screen.getByRole('textbox', { name: 'Name of stage 0' })
  input.focus()
  await userEvent.setup().type(input, keys, { initialSelectionStart: 0, initialSelectionEnd: 7 })
}

describe('the name of a stage under edit', () => {
  it('is written once, on Enter', async () => {
    await rename('speaker{Enter}')
    expect(useWorkbench.getState().text).toBe(text.replace('thinker', 'speaker'))
    useWorkbench.getState().undo()
    expect(useWorkbench.getState().text).toBe(text)
    expect(useWorkbench.getState().notices).toEqual([])
  })

  it('is written when another place gets the focus', async () => {
    await rename('speaker')
    screen.getByRole('button', { name: 'the graph' }).focus()
    expect(useWorkbench.getState().text).toBe(text.replace('thinker', 'speaker'))
  })

  it('stays as it was on Escape, although the focus goes back to the graph', async () => {
    await rename('speaker{Escape}')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'the graph' }))
    expect(useWorkbench.getState().text).toBe(text)
  })
})
