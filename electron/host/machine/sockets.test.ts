import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listenerOn, listListeners, parseSocketTable } from './sockets.ts'

const TCP4 = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:C383 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0200007F:C383 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0`
const TCP6 = `  sl  local_address                         remote_address st tx rx tr tm->when retrnsmt uid timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 99 1 0 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 98 1 0 100 0 0 10 0
   2: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 97 1 0 100 0 0 10 0`

describe('the kernel socket table', () => {
  it('gives the listening sockets only, with address, port and inode', () => {
    expect(parseSocketTable(TCP4)).toEqual([{ host: '127.0.0.1', port: 50051, inode: '4711' }])
  })
  it('writes 128-bit addresses in their short form', () => {
    expect(parseSocketTable(TCP6).map(listener => listener.host)).toEqual(['::1', '127.0.0.1', '::'])
  })
})

describe('who keeps a port', () => {
  const listeners = [
    { host: '127.0.0.2', port: 1, owner: 'a (pid 1)' },
    { host: '0.0.0.0', port: 2, owner: null },
  ]
  it('is a listener of the same address or of all addresses', () => {
    expect(listenerOn(listeners, '127.0.0.2', 1)?.owner).toBe('a (pid 1)')
    expect(listenerOn(listeners, '127.0.0.1', 1)).toBeNull()
    expect(listenerOn(listeners, '127.0.0.1', 2)?.host).toBe('0.0.0.0')
    expect(listenerOn(listeners, '0.0.0.0', 1)?.host).toBe('127.0.0.2')
  })
  it.runIf(process.platform === 'linux')('names this very process for a socket of its own', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    try {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const found = (await listListeners())?.find(listener => listener.port === port)
      expect(found).toMatchObject({ host: '127.0.0.1', port })
      expect(found?.owner).toContain(`(pid ${process.pid})`)
    } finally {
      server.close()
    }
  })
})
