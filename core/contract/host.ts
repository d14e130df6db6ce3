import { z } from 'zod'
import type { BenchProgress, BenchReport } from '../bench/types.ts'
import type { MachineFacts } from './analysis.ts'
import { benchOptions } from './bench-schema.ts'
import { analysisContext } from './context-schema.ts'

/**
 * Every call and event between the window and the host. Both shells carry exactly these; arguments are
 * validated by the host before a call runs. A call answers `Result`; it never throws across the border.
 */
const text = z.string().max(8 * 1024 * 1024)
const path = z.string().min(1).max(4096)
const fileStamp = z.object({ hash: z.string().max(128), modifiedMs: z.number() })

const openedDocument = z.object({
  /** Absolute path; null for a document that was dropped as text and has no file. */
  path: path.nullable(),
  name: z.string().max(1024),
  text,
  stamp: fileStamp.nullable(),
  /** Bytes before decoding that must be written back: a UTF-8 byte order mark. */
  bom: z.boolean(),
})
export type OpenedDocument = z.infer<typeof openedDocument>

export const recoveryCopy = z.object({
  key: z.string().max(256),
  path: path.nullable(),
  name: z.string().max(1024),
  text,
  savedAt: z.string().max(64),
})
export type RecoveryCopy = z.infer<typeof recoveryCopy>

const appInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser']),
  platform: z.string(),
  /** Files named on the command line, opened at start. */
  startFiles: z.array(path),
  /** Files can be picked by a native dialog; otherwise the window shows its own path prompt. */
  nativeDialogs: z.boolean(),
})
export type AppInfo = z.infer<typeof appInfo>

/** Position and panel state per file: the app's own data, never in the user's file. */
export const sidecar = z.object({
  positions: z.record(z.string().max(512), z.object({ x: z.number(), y: z.number() })),
  context: z.record(z.string().max(64), z.unknown()),
})
export type Sidecar = z.infer<typeof sidecar>

export const HOST_CALLS = {
  'app.info': z.tuple([]),
  'app.setTitle': z.tuple([z.object({ title: z.string().max(1024), dirty: z.boolean() })]),
  /** The window answers a `app.closeRequested` event: close now, or stay. */
  'app.closeAnswer': z.tuple([z.object({ close: z.boolean() })]),
  'app.openExternal': z.tuple([z.string().max(2048)]),
  'documents.open': z.tuple([path]),
  'documents.openDialog': z.tuple([]),
  /**
   * `expected` is what the window believes is on disk: the stamp of the file as opened or saved last, or null for
   * a file that is to be new. Anything else there is refused (`conflict`, `exists`) and nothing is written; to
   * replace it all the same, open it for its stamp and save with that.
   */
  'documents.save': z.tuple([z.object({ path, text, bom: z.boolean(), expected: fileStamp.nullable() })]),
  'documents.saveDialog': z.tuple([
    z.object({ suggestedName: z.string().max(1024), text, bom: z.boolean() }),
  ]),
  'documents.recent': z.tuple([]),
  'documents.watch': z.tuple([path.nullable()]),
  /** Reads the files that `text` names by `base_config`, recursively, relative to `path`. */
  'documents.related': z.tuple([z.object({ path, text })]),
  /** Lists a folder for the browser shell's own file picker; only below folders the user pointed it to. */
  'documents.list': z.tuple([path.nullable()]),
  'recovery.write': z.tuple([recoveryCopy]),
  'recovery.list': z.tuple([]),
  'recovery.discard': z.tuple([z.string().max(256)]),
  'sidecar.load': z.tuple([path]),
  'sidecar.save': z.tuple([path, sidecar]),
  'settings.load': z.tuple([]),
  'settings.save': z.tuple([z.record(z.string().max(64), z.unknown())]),
  'machine.facts': z.tuple([]),
  'machine.preflight': z.tuple([z.object({ text, context: analysisContext })]),
  'bench.start': z.tuple([
    z.object({ text, fileName: z.string().max(1024), context: analysisContext, options: benchOptions }),
  ]),
  'bench.cancel': z.tuple([z.string().max(64)]),
  /** The run that goes on or ended last, so that a reopened window finds it again. */
  'bench.current': z.tuple([]),
  'bench.history': z.tuple([]),
  'bench.export': z.tuple([
    z.object({ runId: z.string().max(64), format: z.enum(['json', 'csv', 'md', 'html']) }),
  ]),
} as const

export type HostCallName = keyof typeof HOST_CALLS

export interface PreflightCheck {
  readonly id: string
  readonly title: string
  readonly status: 'ok' | 'warning' | 'error' | 'unknown'
  readonly detail: string
}

/** What each call gives when it succeeds. */
export interface HostResults {
  'app.info': AppInfo
  'app.setTitle': null
  'app.closeAnswer': null
  'app.openExternal': null
  'documents.open': OpenedDocument
  /** Null when the user cancelled. */
  'documents.openDialog': OpenedDocument | null
  'documents.save': { readonly stamp: { readonly hash: string; readonly modifiedMs: number } }
  'documents.saveDialog': {
    readonly path: string
    readonly stamp: { readonly hash: string; readonly modifiedMs: number }
  } | null
  'documents.recent': readonly { readonly path: string; readonly name: string; readonly exists: boolean }[]
  'documents.watch': null
  'documents.related': Readonly<Record<string, string | null>>
  'documents.list': {
    readonly folder: string
    readonly parent: string | null
    readonly entries: readonly {
      readonly name: string
      readonly path: string
      readonly kind: 'file' | 'folder'
    }[]
  }
  'recovery.write': null
  'recovery.list': readonly RecoveryCopy[]
  'recovery.discard': null
  'sidecar.load': Sidecar | null
  'sidecar.save': null
  'settings.load': Readonly<Record<string, unknown>>
  'settings.save': null
  'machine.facts': MachineFacts
  'machine.preflight': readonly PreflightCheck[]
  'bench.start': { readonly runId: string }
  'bench.cancel': null
  'bench.current': { readonly progress: BenchProgress | null; readonly report: BenchReport | null }
  'bench.history': readonly BenchReport[]
  'bench.export': { readonly fileName: string; readonly content: string }
}

export interface HostEvents {
  'bench.progress': BenchProgress
  'bench.done': BenchReport
  'documents.changed': {
    readonly path: string
    readonly text: string | null
    readonly stamp: { readonly hash: string; readonly modifiedMs: number } | null
  }
  /** The shell wants the window closed; answer with `app.closeAnswer`. */
  'app.closeRequested': null
  /** A menu item or a second start asks for a command of the window's registry. */
  'app.command': { readonly command: string; readonly argument?: string }
}

export type HostEventName = keyof HostEvents
export const HOST_EVENTS = [
  'bench.progress',
  'bench.done',
  'documents.changed',
  'app.closeRequested',
  'app.command',
] as const satisfies readonly HostEventName[]

export type HostCallArgs<N extends HostCallName> = z.infer<(typeof HOST_CALLS)[N]>

/** What preload or the socket client puts at `window.stagewright`. */
export interface HostBridge {
  /**
   * Electron only: the path of a `File` that the user dropped on the window and that thereby may be opened; null
   * when it has none. Elsewhere a dropped file is read as text and has no path.
   */
  pathOfDropped?(file: object): Promise<string | null>
  call<N extends HostCallName>(
    name: N,
    ...args: HostCallArgs<N>
  ): Promise<
    | { readonly ok: true; readonly value: HostResults[N] }
    | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } }
  >
  on<N extends HostEventName>(name: N, listener: (payload: HostEvents[N]) => void): () => void
}
