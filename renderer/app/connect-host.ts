import type { HostBridge } from '../../core/contract/host.ts'
import { bridgeAddress } from '../../core/contract/socket.ts'
import { absentHost } from '../state/absent-host.ts'
import { useWorkbench } from '../state/index.ts'
import { createSocketBridge } from '../state/socket-bridge.ts'

/** The host behind this window: Electron's bridge, else the browser shell's socket; without either, one that says so. */
export function connectHost({ stagewright, location }: Pick<Window, 'stagewright' | 'location'>): HostBridge {
  if (stagewright !== undefined) return stagewright
  const address = bridgeAddress(location.href)
  if (address === null) return absentHost
  const bridge = createSocketBridge(() => new WebSocket(address))
  bridge.onConnection(onConnection)
  return bridge
}

function onConnection(connected: boolean): void {
  useWorkbench.setState({ connected })
  const { document, host } = useWorkbench.getState()
  // The host follows files per connection; a new one has to be told again.
  if (connected && document?.path != null) void host.call('documents.watch', document.path)
}
