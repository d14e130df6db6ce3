import type { HostBridge, HostEventName, HostEvents, HostResults } from '../../core/contract/host.ts'
import { hostFrame } from '../../core/contract/socket.ts'

/** A method's type, which a WebSocket's own handlers fit although they are told more. */
type MessageListener = { listen(event: { readonly data: unknown }): void }['listen']

/** The part of a WebSocket that the bridge uses. */
export interface SocketLike {
  readonly readyState: number
  send(data: string): void
  close(): void
  onopen: ((event: never) => void) | null
  onmessage: MessageListener | null
  onclose: ((event: never) => void) | null
}

export interface SocketBridge extends HostBridge {
  /** Tells when the connection is lost (`false`) and when it is back (`true`). */
  onConnection(listener: (connected: boolean) => void): () => void
  close(): void
}

type Answer =
  | { readonly ok: true; readonly value: never }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } }

const OPEN = 1
const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5000

const gone: Answer = {
  ok: false,
  error: {
    code: 'disconnected',
    message:
      'The connection to the Stagewright host is lost. Your text is safe in this window; start it again.',
  },
}

/**
 * The host contract over a WebSocket. Calls made before the socket is open wait for it; calls under way when it
 * closes fail with `disconnected`. A lost connection is tried again until `close`.
 */
export function createSocketBridge(connect: () => SocketLike): SocketBridge {
  const pending = new Map<number, (answer: Answer) => void>()
  const queue: string[] = []
  const listeners = new Map<HostEventName, Set<(payload: never) => void>>()
  const watchers = new Set<(connected: boolean) => void>()
  let lastId = 0
  let closed = false
  let everOpen = false
  let retryMs = FIRST_RETRY_MS
  let retry: ReturnType<typeof setTimeout> | null = null
  let socket = open()

  function open(): SocketLike {
    const opened = connect()
    opened.onopen = () => {
      retryMs = FIRST_RETRY_MS
      for (const frame of queue.splice(0)) opened.send(frame)
      if (everOpen) tell(true)
      everOpen = true
    }
    opened.onmessage = event => receive(event.data)
    opened.onclose = () => {
      for (const settle of pending.values()) settle(gone)
      pending.clear()
      queue.length = 0
      if (closed) return
      if (everOpen && retryMs === FIRST_RETRY_MS) tell(false)
      retry = setTimeout(() => {
        socket = open()
      }, retryMs)
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)
    }
    return opened
  }

  const tell = (connected: boolean) => {
    for (const watcher of watchers) watcher(connected)
  }

  function receive(data: unknown): void {
    const frame = hostFrame.safeParse(parseJson(data))
    if (!frame.success) return
    if ('event' in frame.data) {
      // The host validated the payload when it made it; its type follows from the event's name.
      for (const listener of listeners.get(frame.data.event) ?? []) listener(frame.data.payload as never)
      return
    }
    const settle = pending.get(frame.data.id)
    pending.delete(frame.data.id)
    settle?.(frame.data.result as Answer)
  }

  return {
    call: (name, ...args) =>
      new Promise(resolve => {
        lastId += 1
        const frame = JSON.stringify({ id: lastId, call: name, args })
        pending.set(lastId, answer =>
          resolve(answer as { readonly ok: true; readonly value: HostResults[typeof name] }),
        )
        if (socket.readyState === OPEN) socket.send(frame)
        else queue.push(frame)
      }),
    on<N extends HostEventName>(name: N, listener: (payload: HostEvents[N]) => void) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known)
      const entry = listener as (payload: never) => void
      known.add(entry)
      return () => {
        known.delete(entry)
      }
    },
    onConnection(listener) {
      watchers.add(listener)
      return () => {
        watchers.delete(listener)
      }
    },
    close() {
      closed = true
      if (retry !== null) clearTimeout(retry)
      socket.close()
    },
  }
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return null
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
