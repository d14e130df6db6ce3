import type {
  HostBridge,
  HostCallName,
  HostEventName,
  HostEvents,
  HostResults,
  OpenedDocument,
} from '../../core/contract/host.ts'

type Answers = { [N in HostCallName]?: (...args: never[]) => HostResults[N] | Promise<HostResults[N]> }

export interface FakeHost extends HostBridge {
  readonly calls: { readonly name: HostCallName; readonly args: readonly unknown[] }[]
  readonly files: Map<string, string>
  emit<N extends HostEventName>(name: N, payload: HostEvents[N]): void
}

export const stampOf = (text: string) => ({ hash: `${text.length}:${text}`, modifiedMs: 1 })

export const openedOf = (path: string, text: string): OpenedDocument => ({
  path,
  name: path.split('/').at(-1) ?? path,
  text,
  stamp: stampOf(text),
  bom: false,
})

/** A host in memory for tests of the window: files are a map, every call is written down. */
export function createFakeHost(
  files: Readonly<Record<string, string>> = {},
  answers: Answers = {},
): FakeHost {
  const stored = new Map(Object.entries(files))
  const calls: FakeHost['calls'] = []
  const listeners = new Map<HostEventName, Set<(payload: never) => void>>()
  const open = (path: string): OpenedDocument => {
    const text = stored.get(path)
    if (text === undefined) throw new Error(`${path} is not there.`)
    return openedOf(path, text)
  }
  const defaults: Answers = {
    'app.info': () => ({
      version: '0.0.0',
      shell: 'browser',
      platform: 'linux',
      startFiles: [],
      nativeDialogs: true,
    }),
    'app.setTitle': () => null,
    'app.closeAnswer': () => null,
    'app.openExternal': () => null,
    'documents.open': open,
    'documents.openDialog': () => null,
    'documents.save': ({ path, text }: { path: string; text: string }) => {
      stored.set(path, text)
      return { stamp: stampOf(text) }
    },
    'documents.saveDialog': ({ suggestedName, text }: { suggestedName: string; text: string }) => {
      stored.set(`/files/${suggestedName}`, text)
      return { path: `/files/${suggestedName}`, stamp: stampOf(text) }
    },
    'documents.recent': () => [],
    'documents.watch': () => null,
    'documents.related': () => ({}),
    'documents.list': () => ({ folder: '/', parent: null, entries: [] }),
    'recovery.write': () => null,
    'recovery.list': () => [],
    'recovery.discard': () => null,
    'sidecar.load': () => null,
    'sidecar.save': () => null,
    'settings.load': () => ({}),
    'settings.save': () => null,
    'machine.facts': () => ({}),
    'machine.preflight': () => [],
    'bench.start': () => ({ runId: 'run-1' }),
    'bench.cancel': () => null,
    'bench.current': () => ({ progress: null, report: null }),
    'bench.history': () => [],
    'bench.export': () => ({ fileName: 'run.json', content: '{}' }),
  }
  const table: Answers = { ...defaults, ...answers }
  return {
    calls,
    files: stored,
    async call(name, ...args) {
      calls.push({ name, args })
      try {
        const answer = table[name] as ((...given: readonly unknown[]) => never) | undefined
        if (answer === undefined) throw new Error(`The fake host has no answer for ${name}.`)
        return { ok: true, value: await answer(...args) }
      } catch (error) {
        return {
          ok: false,
          error: {
            code: error instanceof Error && 'code' in error ? String(error.code) : 'fake',
            message: error instanceof Error ? error.message : String(error),
          },
        }
      }
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known)
      const entry = listener as (payload: never) => void
      known.add(entry)
      return () => {
        known.delete(entry)
      }
    },
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never)
    },
  }
}
