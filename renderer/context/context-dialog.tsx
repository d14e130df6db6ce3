import { useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { useWorkbench } from '../state/index.ts'
import { Button, Dialog, Tabs } from '../ui/index.ts'
import './context.css'
import { isContextOverlay, partOfOverlay } from './context-overlays.ts'
import { type PartProps, RuntimePart } from './runtime-part.tsx'
import { EnvironmentPart, HostsPart, OverridesPart, PipelinesPart } from './text-parts.tsx'

const PARTS = ['runtime', 'environment', 'overrides', 'hosts', 'pipelines'] as const
type Part = (typeof PARTS)[number]

const TITLES: Readonly<Record<Part, string>> = {
  runtime: 'Runtime',
  environment: 'Environment',
  overrides: 'Stage overrides',
  hosts: 'Hosts',
  pipelines: 'Own pipelines',
}

const VIEWS: Readonly<Record<Part, (props: PartProps) => React.ReactNode>> = {
  runtime: RuntimePart,
  environment: EnvironmentPart,
  overrides: OverridesPart,
  hosts: HostsPart,
  pipelines: PipelinesPart,
}

/**
 * Everything besides the text that decides what the runtime makes of it. Each change holds at once and is kept beside
 * the file, never in it. The overlays that are called like a part are the
 * same dialog, opened there.
 */
export function ContextDialog() {
  const overlay = useWorkbench(state => state.overlay)
  const context = useWorkbench(state => state.context)
  const analysis = useWorkbench(state => state.lastGood ?? state.analysis)
  const openOverlay = useWorkbench(state => state.openOverlay)
  const [part, setPart] = useState<Part>(partOfOverlay(overlay) ?? 'runtime')
  const id = useId()
  const close = async () => {
    if (await mayDropText(id)) openOverlay(null)
  }
  const show = async (next: Part) => {
    if (await mayDropText(id)) setPart(next)
  }
  const View = VIEWS[part]
  return (
    <Dialog
      open={isContextOverlay(overlay)}
      onClose={() => void close()}
      title="Launch context"
      description="What the file does not say: who reads it, on which machines, with which environment. Kept beside the file, never in it."
      wide
      footer={
        <Button tone="primary" onClick={() => void close()}>
          Done
        </Button>
      }
    >
      <Tabs
        label="Parts of the context"
        value={part}
        controls={id}
        items={PARTS.map(value => ({ value, label: TITLES[value] }))}
        onChange={next => void show(next)}
      />
      <div id={id} role="tabpanel" aria-label={TITLES[part]} className="sw-context">
        <View context={context} analysis={analysis} />
      </div>
    </Dialog>
  )
}

/** Takes what is being typed; asks when that is refused, since it is gone with the part of the dialog. */
async function mayDropText(part: string): Promise<boolean> {
  const box = document.getElementById(part)
  const active = document.activeElement
  if (active instanceof HTMLElement && box?.contains(active)) flushSync(() => active.blur())
  const refused = box?.querySelector<HTMLElement>('[data-refused]') ?? null
  if (refused === null) return true
  const answer = await useWorkbench.getState().ask({
    title: 'Leave the text that was not taken?',
    message:
      'It has a mistake, which stands below it. Left now, the text is lost and what held before goes on.',
    answers: [{ id: 'leave', label: 'Leave it', tone: 'danger' }],
  })
  if (answer !== 'leave') refused.focus()
  return answer === 'leave'
}
