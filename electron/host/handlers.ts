import { fail, ok, type Result } from '../../core/contract/result.ts'
import type { Access } from './access.ts'
import type { BenchRequest, BenchRunner } from './bench-runner.ts'
import type { HostHandlers } from './dispatch.ts'
import { listFolder } from './documents/list.ts'
import { readRelatedFiles } from './documents/related.ts'
import type { DocumentService } from './documents/service.ts'
import type { DocumentWatcher } from './documents/watch.ts'
import { measureMachine } from './machine/facts.ts'
import { runPreflight } from './preflight/index.ts'
import type { Shell } from './shell.ts'
import type { AppStore } from './store/app-store.ts'
import type { BenchHistory } from './store/bench-history.ts'
import { VERSION } from './version.ts'

export interface HandlerContext {
  readonly shell: Shell
  readonly store: AppStore
  readonly history: BenchHistory
  readonly access: Access
  readonly documents: DocumentService
  readonly watcher: DocumentWatcher
  readonly bench: BenchRunner
}

/** Waits for `work` and answers that there is nothing to tell. */
async function nothing(work: Promise<void> | void): Promise<Result<null>> {
  await work
  return ok(null)
}

/** The calls of one window, each a few lines over the service that does the work. */
export function createHandlers(context: HandlerContext): HostHandlers {
  return { ...appCalls(context), ...documentCalls(context), ...dataCalls(context), ...benchCalls(context) }
}

type Calls<Prefix extends string> = Pick<HostHandlers, Extract<keyof HostHandlers, `${Prefix}.${string}`>>

function appCalls({ shell }: HandlerContext): Calls<'app'> {
  return {
    'app.info': async () =>
      ok({ version: VERSION, platform: process.platform, startFiles: [...shell.startFiles], ...shell.info }),
    'app.setTitle': ({ title, dirty }) => nothing(shell.setTitle(title, dirty)),
    'app.closeAnswer': ({ close }) => nothing(shell.answerClose(close)),
    async 'app.openExternal'(url) {
      if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
        return fail('invalid-call', 'Only https addresses are handed to the browser.')
      return (await shell.openExternal(url))
        ? ok(null)
        : fail('unsupported', 'Open the address in this browser.')
    },
  }
}

const noDialog = fail('unsupported', 'This shell has no file dialog of its own; ask for a path.')

function documentCalls({ shell, store, access, documents, watcher }: HandlerContext): Calls<'documents'> {
  return {
    'documents.open': path => documents.open(path),
    async 'documents.openDialog'() {
      if (!shell.info.nativeDialogs) return noDialog
      const path = await shell.pickFileToOpen()
      if (path === null) return ok(null)
      await access.grantFile(path)
      return documents.open(path)
    },
    'documents.save': request => documents.save(request),
    async 'documents.saveDialog'({ suggestedName, text, bom }) {
      if (!shell.info.nativeDialogs) return noDialog
      const path = await shell.pickFileToSave(suggestedName)
      if (path === null) return ok(null)
      await access.grantFile(path)
      // The native dialog has asked already whether an existing file may be replaced.
      const saved = await documents.save({ path, text, bom, expected: 'any' })
      return saved.ok ? ok({ path, stamp: saved.value.stamp }) : saved
    },
    'documents.recent': async () => ok(await store.recent()),
    async 'documents.watch'(path) {
      if (path !== null && !(await access.allows(path)))
        return fail('outside', `${path} was not named by you; it is not followed.`)
      return nothing(watcher.follow(path))
    },
    'documents.related': async ({ path, text }) => ok(await readRelatedFiles(path, text)),
    'documents.list': folder => listFolder(access, folder),
  }
}

function dataCalls({ store }: HandlerContext): Calls<'recovery' | 'sidecar' | 'settings' | 'machine'> {
  return {
    'recovery.write': copy => nothing(store.writeRecovery(copy)),
    'recovery.list': async () => ok(await store.listRecovery()),
    'recovery.discard': key => nothing(store.discardRecovery(key)),
    'sidecar.load': async path => ok(await store.loadSidecar(path)),
    'sidecar.save': (path, value) => nothing(store.saveSidecar(path, value)),
    'settings.load': async () => ok(await store.loadSettings()),
    'settings.save': settings => nothing(store.saveSettings(settings)),
    'machine.facts': async () => ok(await measureMachine()),
    'machine.preflight': async ({ text, context }) => ok(await runPreflight(text, context)),
  }
}

function payloadFiles({ options }: BenchRequest): readonly string[] {
  return [options.payload, ...Object.values(options.edgePayloads ?? {})].flatMap(
    payload => payload.file ?? [],
  )
}

function benchCalls({ access, bench, history }: HandlerContext): Calls<'bench'> {
  return {
    async 'bench.start'(request) {
      for (const file of payloadFiles(request))
        if (!(await access.allows(file)))
          return fail('outside', `${file} was not named by you; it is not sent.`)
      return bench.start(request)
    },
    'bench.cancel': runId => bench.cancel(runId),
    'bench.current': async () => ok(bench.current()),
    'bench.history': async () => ok(await history.list()),
    async 'bench.export'({ runId, format }) {
      const { report } = bench.current()
      const found = report?.runId === runId ? report : (await history.list()).find(run => run.runId === runId)
      if (!found) return fail('not-found', 'This run is not in the history any more.')
      return ok({ fileName: `stagewright-${runId}.${format}`, content: bench.render(found, format) })
    },
  }
}
