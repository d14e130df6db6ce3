import { CircleCheck, CircleX, Info, TriangleAlert, Unplug } from 'lucide-react'
import { useMemo } from 'react'
import type { Platform, TargetId } from '../../core/contract/analysis.ts'
import { lineColumn } from '../../core/document/index.ts'
import { DEFAULT_TARGET, TARGET_IDS, TARGETS } from '../../core/targets/index.ts'
import { countFindings, useWorkbench } from '../state/index.ts'
import { Menu, type MenuEntry } from '../ui/index.ts'
import { useAnnouncement } from './announce.ts'
import './status-bar.css'

/** What the answers on screen hold for, and what was said last. */
export function StatusBar() {
  const open = useWorkbench(state => state.document !== null)
  return (
    <footer className="sw-status sw-chrome" data-region="status">
      {open && <FindingCounts />}
      <Announcement />
      <Connection />
      {open && (
        <>
          <GraphSize />
          <CursorPlace />
          <PlatformChoice />
        </>
      )}
      <TargetChoice />
    </footer>
  )
}

function FindingCounts() {
  const findings = useWorkbench(state => state.analysis?.findings)
  const openPanel = useWorkbench(state => state.openPanel)
  const counts = useMemo(() => countFindings(findings ?? []), [findings])
  const { error, warning, info } = counts
  const text = [count(error, 'error'), count(warning, 'warning'), count(info, 'note')].join(', ')
  return (
    <button
      type="button"
      className="sw-status-item"
      aria-label={`Problems: ${text}`}
      title={text}
      onClick={() => openPanel('problems')}
    >
      {error + warning + info === 0 ? (
        <CircleCheck size={13} color="var(--sw-ok)" />
      ) : (
        <>
          <CircleX size={13} color={error > 0 ? 'var(--sw-error)' : undefined} />
          {error}
          <TriangleAlert size={13} color={warning > 0 ? 'var(--sw-warning-mark)' : undefined} />
          {warning}
          <Info size={13} color={info > 0 ? 'var(--sw-info)' : undefined} />
          {info}
        </>
      )}
    </button>
  )
}

const count = (many: number, word: string): string => `${many} ${word}${many === 1 ? '' : 's'}`

function Announcement() {
  const { text, serial } = useAnnouncement()
  return (
    <span className="sw-status-message sw-truncate" role="status" aria-live="polite" title={text}>
      <span key={serial}>{text}</span>
    </span>
  )
}

function Connection() {
  const connected = useWorkbench(state => state.connected)
  if (connected) return null
  return (
    <span className="sw-status-item sw-status-error" role="alert">
      <Unplug size={13} /> Host not reachable, trying again
    </span>
  )
}

function GraphSize() {
  const analysis = useWorkbench(state => state.lastGood)
  if (analysis === null) return null
  const { stages, edges, pipelineKey } = analysis
  const { dialect } = analysis.document
  return (
    <>
      {pipelineKey !== null && <span className="sw-status-item sw-status-wide">{pipelineKey}</span>}
      <span className="sw-status-item sw-status-wide">{dialect}</span>
      <span className="sw-status-item">
        {count(stages.length, 'stage')}, {count(edges.length, 'edge')}
      </span>
    </>
  )
}

function CursorPlace() {
  const cursor = useWorkbench(state => state.cursor)
  const text = useWorkbench(state => (state.cursor === null ? '' : state.text))
  const place = useMemo(() => (cursor === null ? null : lineColumn(text, cursor)), [text, cursor])
  if (place === null) return null
  return (
    <span className="sw-status-item sw-status-wide">
      Line {place.line}, column {place.column}
    </span>
  )
}

const PLATFORMS: readonly Platform[] = ['cuda', 'npu', 'rocm', 'xpu', 'musa']

function PlatformChoice() {
  const platform = useWorkbench(state => state.context.platform)
  const choose = (next: Platform | null) => {
    const { context, replaceContext } = useWorkbench.getState()
    const { platform: _old, ...rest } = context
    replaceContext(next === null ? rest : { ...rest, platform: next })
  }
  const entries: readonly MenuEntry[] = [
    { kind: 'label', id: 'label', label: 'Platform section to apply' },
    {
      kind: 'item',
      id: 'none',
      label: 'None',
      checked: platform === undefined,
      onSelect: () => choose(null),
    },
    ...PLATFORMS.map(id => ({
      kind: 'item' as const,
      id,
      label: id,
      checked: id === platform,
      onSelect: () => choose(id),
    })),
  ]
  return (
    <Menu entries={entries} align="end">
      <button type="button" className="sw-status-item" title="Platform section that is applied">
        {platform ?? 'no platform'}
      </button>
    </Menu>
  )
}

function TargetChoice() {
  const target = useWorkbench(state => state.context.target)
  const setContext = useWorkbench(state => state.setContext)
  const shown: TargetId = target ?? DEFAULT_TARGET
  const entries: readonly MenuEntry[] = [
    { kind: 'label', id: 'label', label: 'Runtime that the answers hold for' },
    ...TARGET_IDS.map(id => ({
      kind: 'item' as const,
      id,
      label: `${id}, ${TARGETS[id].title}`,
      checked: id === shown,
      onSelect: () => setContext({ target: id }),
    })),
  ]
  return (
    <Menu entries={entries} align="end">
      <button type="button" className="sw-status-item" title="Runtime that the answers hold for">
        Target {shown}
      </button>
    </Menu>
  )
}
