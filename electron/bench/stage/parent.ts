/** The line to the process that started this one. */
export interface Parent {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called when the parent is gone. Electron ends its utility processes by itself. */
  onGone(listener: () => void): void
}

/** What Electron gives a utility process instead of Node's channel. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
}

/** Finds the line: Electron's port in a utility process, Node's channel in a forked one. */
export function parentOf(self: NodeJS.Process): Parent {
  const port = portOf(self)
  if (port !== null)
    return {
      send: message => port.postMessage(message),
      onMessage: listener => void port.on('message', ({ data }) => listener(data)),
      onGone: () => undefined,
    }
  return {
    send(message) {
      if (self.connected) self.send?.(message, () => undefined)
    },
    onMessage: listener => void self.on('message', listener),
    onGone: listener => void self.on('disconnect', listener),
  }
}

function portOf(self: object): ParentPort | null {
  const port: unknown = 'parentPort' in self ? self.parentPort : null
  return isPort(port) ? port : null
}

const isPort = (port: unknown): port is ParentPort =>
  typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
