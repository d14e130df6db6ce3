import type { PortEndpoint } from '../contract/analysis.ts'

/** An endpoint for tests, with what the test does not care about filled in. */
export const endpointOf = (patch: Partial<PortEndpoint>): PortEndpoint => ({
  edge: { from: '0', to: '1' },
  connectorLabel: 'engine',
  connectorName: 'MooncakeTransferEngineConnector',
  purpose: 'request_forwarding',
  action: 'bind',
  stage: '0',
  replica: 0,
  rank: 0,
  host: '10.0.0.1',
  port: 50051,
  formula: '50051 + 0 + 0*1024 + 0*16 + 0 = 50051',
  path: ['connectors', 'engine', 'extra', 'zmq_port'],
  ...patch,
})
