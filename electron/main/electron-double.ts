import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { ElectronModule } from './app.ts'

/**
 * Stands in for the `electron` module in tests. Every part is typed by Electron's own declarations, so that a call that
 * changes there no longer compiles here; what the shell does not use is left out.
 */
type WindowPart = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'close'
  | 'isMinimized'
  | 'isDestroyed'
  | 'setTitle'
  | 'setDocumentEdited'
>
type ContentsPart = Pick<Electron.WebContents, 'send' | 'setWindowOpenHandler'>

export class ContentsDouble extends EventEmitter implements ContentsPart {
  readonly sent: unknown[][] = []
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null
  readonly mainFrame = { url: 'app://stagewright/index.html' }
  send(...message: unknown[]): void {
    this.sent.push(message)
  }
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler
  }
  get real(): Electron.WebContents {
    // The double has the members that the shell uses; the rest of the class is out of its reach.
    return this as unknown as Electron.WebContents
  }
}

export class WindowDouble extends EventEmitter implements WindowPart {
  readonly webContents = new ContentsDouble()
  readonly log: string[] = []
  destroyed = false
  minimized = false
  readonly options: Electron.BrowserWindowConstructorOptions
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
  }
  async loadURL(url: string): Promise<void> {
    this.log.push(`load ${url}`)
    this.emit('ready-to-show')
  }
  show(): void {
    this.log.push('show')
  }
  focus(): void {
    this.log.push('focus')
  }
  restore(): void {
    this.log.push('restore')
  }
  /** As Electron does: listeners may prevent it, and only then is the window gone. */
  close(): void {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (prevented) return
    this.destroyed = true
    this.emit('closed')
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  setTitle(title: string): void {
    this.log.push(`title ${title}`)
  }
  setDocumentEdited(edited: boolean): void {
    this.log.push(`edited ${edited}`)
  }
  get real(): Electron.BrowserWindow {
    return this as unknown as Electron.BrowserWindow
  }
}

export class AppDouble extends EventEmitter {
  readonly isPackaged = true
  readonly paths: Record<string, string> = {}
  quits = 0
  ready = false
  constructor(private readonly lock: boolean) {
    super()
  }
  async whenReady(): Promise<void> {
    this.ready = true
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path
  }
  requestSingleInstanceLock(): boolean {
    return this.lock
  }
  quit(): void {
    this.quits += 1
  }
}

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown

export class IpcMainDouble {
  readonly handlers = new Map<string, Handler>()
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`A second handler for ${channel}`)
    this.handlers.set(channel, handler)
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }
  /** Calls as the frame `from` of `contents` would; the frame is the window's own unless told otherwise. */
  invoke(
    channel: string,
    contents: ContentsDouble,
    args: readonly unknown[],
    from: object = contents.mainFrame,
  ) {
    const event = { sender: contents, senderFrame: from } as unknown as Electron.IpcMainInvokeEvent
    return this.handlers.get(channel)?.(event, ...args)
  }
}

export class SessionDouble {
  request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null
  check: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null
  device: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null
  setPermissionRequestHandler(handler: typeof this.request): void {
    this.request = handler
  }
  setPermissionCheckHandler(handler: typeof this.check): void {
    this.check = handler
  }
  setDevicePermissionHandler(handler: typeof this.device): void {
    this.device = handler
  }
  get real(): Electron.Session {
    return this as unknown as Electron.Session
  }
}

type ProtocolHandler = Parameters<Electron.Protocol['handle']>[1]

export class ProtocolDouble {
  readonly schemes: Electron.CustomScheme[] = []
  readonly handlers = new Map<string, ProtocolHandler>()
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.schemes.push(...schemes)
  }
  handle(scheme: string, handler: ProtocolHandler): void {
    this.handlers.set(scheme, handler)
  }
}

export interface ElectronDouble {
  readonly module: ElectronModule
  readonly app: AppDouble
  readonly ipcMain: IpcMainDouble
  readonly protocol: ProtocolDouble
  readonly session: SessionDouble
  readonly windows: readonly WindowDouble[]
  readonly menus: readonly (readonly Electron.MenuItemConstructorOptions[])[]
}

/** A whole module; `lock: false` plays the second start of a single-instance app. */
export function createElectronDouble({ lock = true }: { readonly lock?: boolean } = {}): ElectronDouble {
  const windows: WindowDouble[] = []
  const menus: (readonly Electron.MenuItemConstructorOptions[])[] = []
  const app = new AppDouble(lock)
  const ipcMain = new IpcMainDouble()
  const protocol = new ProtocolDouble()
  const session = new SessionDouble()
  class BrowserWindow extends WindowDouble {
    constructor(options?: Electron.BrowserWindowConstructorOptions) {
      super(options)
      windows.push(this)
    }
  }
  const module = {
    app,
    BrowserWindow,
    dialog: {
      showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
      showSaveDialog: async () => ({ canceled: true, filePath: '' }),
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: Electron.MenuItemConstructorOptions[]) => menus.push(menu),
    },
    protocol,
    session: { defaultSession: session },
    shell: { openExternal: async () => undefined },
  }
  return { module: module as unknown as ElectronModule, app, ipcMain, protocol, session, windows, menus }
}
