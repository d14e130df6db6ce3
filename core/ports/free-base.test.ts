import { describe, expect, it } from 'vitest'
import type { PortEndpoint } from '../contract/analysis.ts'
import { parseDocument } from '../document/index.ts'
import { endpointOf } from './endpoint-fixture.ts'
import { freeBaseFor, isBaseWritable } from './free-base.ts'

const endpoint = (label: string, port: number, patch: Partial<PortEndpoint> = {}): PortEndpoint =>
  endpointOf({
    connectorLabel: label,
    port,
    formula: `50051 + 0 + 0*1024 + 0*16 + ${port - 50051} = ${port}`,
    path: ['connectors', label, 'extra', 'zmq_port'],
    ...patch,
  })
const own = endpoint('engine', 50051)

describe('the next free base of a connector', () => {
  it('moves all its ports clear of the others, on whichever host those are', () => {
    const others = [50051, 50053, 50068].map(port => endpoint('other', port, { host: '10.0.0.2' }))
    // +1 meets 50068 with the second port, +2 meets 50053 with the first.
    expect(freeBaseFor(own, [own, endpoint('engine', 50067), ...others], undefined)).toBe(50054)
  })

  it('keeps clear of who listens already, and not of who dials', () => {
    const dials = endpoint('other', 50052, { action: 'dial' })
    expect(freeBaseFor(own, [own, dials], undefined)).toBe(50052)
    const listeningPorts = [{ host: '0.0.0.0', port: 50052, owner: null }]
    expect(freeBaseFor(own, [own], { listeningPorts })).toBe(50053)
  })

  it('keeps out of the ephemeral range while there is room outside', () => {
    const at = (low: number, high: number) => freeBaseFor(own, [own], { ephemeralPortRange: [low, high] })
    expect(at(32768, 60999)).toBe(61000)
    expect(at(32768, 65535)).toBe(32767)
    expect(at(1024, 65535)).toBe(50052)
  })

  it('is not known for a port that is written as it is', () => {
    expect(freeBaseFor({ ...own, formula: 'zmq_port as written = 50051' }, [own], undefined)).toBeNull()
  })
})

it('is written only over a plain number of this text, or where none is yet', () => {
  const document = parseDocument(
    'connectors: {a: {extra: {zmq_port: 50051}}, b: {extra: {zmq_port: $PORT}}, c: {name: x}}\n',
  )
  const writable = (label: string) => isBaseWritable(document, ['connectors', label])
  expect(['a', 'b', 'c', 'd'].map(writable)).toEqual([true, false, true, false])
})
