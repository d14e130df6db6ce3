import { join } from 'node:path'
import type { HostEventName, HostEvents } from '../../core/contract/host.ts'
import type { Result } from '../../core/contract/result.ts'
import { createAccess } from './access.ts'
import type { BenchRunner } from './bench-runner.ts'
import { dispatch } from './dispatch.ts'
import { createDocumentService } from './documents/service.ts'
import { createDocumentWatcher } from './documents/watch.ts'
import { createHandlers } from './handlers.ts'
import type { Shell } from './shell.ts'
import { createAppStore } from './store/app-store.ts'
import { createBenchHistory } from './store/bench-history.ts'

export interface HostOptions {
  /** Folder of the app's own data. */
  readonly appData: string
  readonly bench: BenchRunner
}

export type Emit = <N extends HostEventName>(name: N, payload: HostEvents[N]) => void

/** One window's line to the host. */
export interface HostSession {
  /** Never throws: bad names, bad arguments and failures are error values. */
  call(name: unknown, args: unknown): Promise<Result<unknown>>
  close(): Promise<void>
}

/**
 * The services behind the contract, free of any shell. A host outlives its windows: a bench run goes on when its
 * window closes, and a window that connects later finds it.
 */
export interface Host {
  connect(shell: Shell, emit: Emit): HostSession
  /** Lets windows open and save this file, or what is below this folder. */
  grantFile(path: string): Promise<void>
  grantFolder(path: string): Promise<void>
  readonly bench: BenchRunner
  close(): Promise<void>
}

export async function createHost({ appData, bench }: HostOptions): Promise<Host> {
  const store = createAppStore(appData)
  const history = createBenchHistory(join(appData, 'bench-history.jsonl'))
  const access = createAccess()
  const documents = createDocumentService(access, store)
  for (const { path } of await store.recent()) await access.grantFile(path)

  const stopRecording = bench.on(event => {
    if (event.kind === 'done') void history.add(event.report).catch(() => undefined)
  })

  return {
    bench,
    grantFile: access.grantFile,
    grantFolder: access.grantFolder,
    connect(shell, emit) {
      const watcher = createDocumentWatcher(change => emit('documents.changed', change))
      const handlers = createHandlers({ shell, store, history, access, documents, watcher, bench })
      const stopListening = bench.on(event =>
        event.kind === 'done' ? emit('bench.done', event.report) : emit('bench.progress', event.progress),
      )
      return {
        call: (name, args) => dispatch(handlers, name, args),
        async close() {
          stopListening()
          await watcher.close()
        },
      }
    },
    async close() {
      await bench.close()
      stopRecording()
    },
  }
}
