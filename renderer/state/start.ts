import type { HostBridge } from '../../core/contract/host.ts'
import type { Analyzer, AnalyzerListener } from './analyzer.ts'
import { followText } from './effects/analysis.ts'
import { followBench } from './effects/bench.ts'
import { guardClosing } from './effects/closing.ts'
import { keepFileNotes } from './effects/file-notes.ts'
import { followFileOnDisk } from './effects/file-on-disk.ts'
import { expireNotices } from './effects/notices.ts'
import { keepRecoveryCopy } from './effects/recovery.ts'
import { followRelatedFiles } from './effects/related-files.ts'
import { keepSettings } from './effects/settings.ts'
import { followTitle } from './effects/title.ts'
import type { Engine } from './engine.ts'
import { readSettings } from './settings.ts'
import { useWorkbench } from './workbench.ts'

export interface WorkbenchParts {
  readonly host: HostBridge
  readonly engine: Engine
  readonly createAnalyzer: (listener: AnalyzerListener) => Analyzer
}

/**
 * Brings the store to life: connects it to its host, reads what was kept, and opens the file of the command line.
 * Resolves when the window is `loaded`; the answer stops everything again.
 */
export async function startWorkbench({ host, engine, createAnalyzer }: WorkbenchParts): Promise<() => void> {
  useWorkbench.setState({ host, engine })
  const [app, settings] = await Promise.all([host.call('app.info'), host.call('settings.load')])
  useWorkbench.setState({
    app: app.ok ? app.value : null,
    ...(settings.ok ? { settings: readSettings(settings.value) } : {}),
  })
  if (!app.ok) useWorkbench.getState().notify(app.error.message, { tone: 'error' })

  const stops = [
    followText(createAnalyzer),
    followTitle(),
    followFileOnDisk(),
    followRelatedFiles(),
    followBench(),
    keepFileNotes(),
    keepRecoveryCopy(),
    keepSettings(),
    guardClosing(),
    expireNotices(),
  ]
  await openStartFiles()
  await offerRecoveries()
  useWorkbench.setState({ phase: 'loaded' })
  return () => {
    for (const stop of stops) stop()
  }
}

async function openStartFiles(): Promise<void> {
  const { app, openPath, refreshRecent, notify } = useWorkbench.getState()
  const [first, ...others] = app?.startFiles ?? []
  if (first !== undefined) await openPath(first)
  if (others.length > 0)
    notify(`One file is open at a time: ${first}. Open ${others.join(', ')} one after the other.`)
  await refreshRecent()
}

/** Copies whose text is on disk after all are of no use; the others are shown. */
async function offerRecoveries(): Promise<void> {
  const { host, discardRecovery } = useWorkbench.getState()
  const copies = await host.call('recovery.list')
  if (!copies.ok) return
  const useful = await Promise.all(
    copies.value.map(async copy => {
      const onDisk = copy.path === null ? null : await host.call('documents.open', copy.path)
      return !(onDisk?.ok && onDisk.value.text === copy.text)
    }),
  )
  for (const [index, copy] of copies.value.entries()) if (!useful[index]) void discardRecovery(copy.key)
  useWorkbench.setState({ recoveries: copies.value.filter((_copy, index) => useful[index]) })
}
