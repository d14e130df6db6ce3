import { createServer, connect as dial } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { encode, joinParts, type PayloadValue, Tensor } from '../../wire/index.ts'
import type { Clock, Connector, ConnectorOptions, ConnectorSpec, Endpoint } from '../connector.ts'
import { createConnector } from '../index.ts'
import { connect, sizeOf, take, testOptions, unwrap } from '../testing.ts'

const ENGINE = { name: 'MooncakeTransferEngineConnector', transport: 'tcp', extra: {} } as const
const STORE = { name: 'MooncakeStoreConnector', transport: 'tcp', extra: {} } as const
const ANYWHERE = { host: '127.0.0.1', port: 0 }

let open: Connector[] = []

afterEach(async () => {
  for (const connector of open) await connector.close()
  open = []
})

type Options = Partial<ConnectorOptions>

async function end(spec: Partial<ConnectorSpec>, options: Options = {}): Promise<Connector> {
  const connector = await connect(spec, options)
  open.push(connector)
  return connector
}

const sending = (spec: Partial<ConnectorSpec> = {}, options: Options = {}) =>
  end({ ...ENGINE, role: 'sender', bind: ANYWHERE, ...spec }, options)

const receiving = (spec: Partial<ConnectorSpec> = {}, options: Options = {}) =>
  end({ ...ENGINE, role: 'receiver', ...spec }, options)

function addressOf(sender: Connector): Endpoint {
  const { listening } = sender.health()
  if (listening === undefined) throw new Error('it does not listen')
  return listening
}

async function pair(spec: Partial<ConnectorSpec> = {}, options: Options = {}) {
  const sender = await sending(spec, options)
  const receiver = await receiving({ ...spec, dial: addressOf(sender) }, options)
  return { sender, receiver }
}

/** A clock that stands until it is moved; sleeping moves it. */
function standingClock(): Clock & { move(ms: number): void; readonly slept: number } {
  let now = 0
  let slept = 0
  return {
    now: () => now,
    move: ms => {
      now += ms
    },
    sleep: async ms => {
      now += ms
      slept += 1
    },
    get slept() {
      return slept
    },
  }
}

const settled = () => new Promise(resolve => setImmediate(resolve))

/** Waits until the sender has taken note of what the receiver sent it. */
async function untilPending(sender: Connector, count: number): Promise<void> {
  while (sender.health().pending !== count) await settled()
}

describe('the stand-in for transfer engines', () => {
  it('tells where to pull from, and the size', async () => {
    const sender = await sending()
    const raw = await sender.put('0', '1', 'k', new Uint8Array(5000))
    expect(raw).toMatchObject({ ok: true, size: 5000 })
    const { port } = addressOf(sender)
    expect(raw.metadata).toEqual({
      source_host: '127.0.0.1',
      source_port: port,
      data_size: 5000,
      is_fast_path: true,
    })
    const map = await sender.put('0', '1', 'm', { a: 1 })
    expect(map.metadata).toMatchObject({ data_size: 4, is_fast_path: false })
  })

  it('finds a payload by full metadata, by host and port alone, and by the sender it was told', async () => {
    const { sender, receiver } = await pair()
    const stranger = await receiving()
    const full = await sender.put('0', '1', 'a', 'first')
    expect((await take(stranger, 'a', full.metadata)).data).toBe('first')
    await sender.put('0', '1', 'b', 'second')
    const { host, port } = addressOf(sender)
    expect((await take(stranger, 'b', { source_host: host, source_port: port })).data).toBe('second')
    await sender.put('0', '1', 'c', 'third')
    expect((await take(receiver, 'c')).data).toBe('third')
  })

  it('brings bytes, tensors and nested values back, whatever their size', async () => {
    const { sender, receiver } = await pair()
    const large = new Uint8Array(3_000_000).map((_, index) => index % 251)
    const values: PayloadValue[] = [
      Uint8Array.of(1),
      large,
      new Tensor('float32', [750_000], large),
      { nested: [{ tensor: new Tensor('uint8', [3_000_000], large) }], text: 'x'.repeat(70_000) },
      null,
    ]
    for (const [index, value] of values.entries()) {
      sizeOf(await sender.put('0', '1', `k${index}`, value))
      const got = await take(receiver, `k${index}`)
      expect(Buffer.compare(bytesOf(got.data), bytesOf(value))).toBe(0)
      got.release()
    }
  })

  it('keeps many pulls at once apart', async () => {
    const { sender, receiver } = await pair()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 12 }), async sizes => {
        const payloads = sizes.map((size, index) => new Uint8Array(size).fill(index + 1))
        for (const [index, bytes] of payloads.entries())
          sizeOf(await sender.put('0', '1', `k${index}`, bytes))
        const got = await Promise.all(payloads.map((_, index) => take(receiver, `k${index}`)))
        for (const [index, { data }] of got.entries())
          expect(Buffer.compare(bytesOf(data), bytesOf(payloads[index] ?? null))).toBe(0)
        for (const { release } of got) release()
      }),
      { numRuns: 20 },
    )
  })

  it('frees a payload after the first read', async () => {
    const { sender, receiver } = await pair()
    await sender.put('0', '1', 'k', new Uint8Array(10))
    expect(sender.health()).toMatchObject({ pending: 1, pool: { used: 4096, size: 1024 ** 3 } })
    await take(receiver, 'k')
    await untilPending(sender, 0)
    expect(sender.health().pool?.used).toBe(0)
    expect(unwrap(await receiver.get('0', '1', 'k'))).toBeNull()
  })

  it('has nothing under a key of another edge', async () => {
    const { sender, receiver } = await pair()
    await sender.put('0', '1', 'k', 1)
    expect(unwrap(await receiver.get('0', '2', 'k'))).toBeNull()
    expect((await take(receiver, 'k')).data).toBe(1)
  })

  it('keeps a payload whose reader went away before it had all of it', async () => {
    const { sender, receiver } = await pair()
    await sender.put('0', '1', 'k', new Uint8Array(30_000_000).fill(7))
    const { host, port } = addressOf(sender)
    const socket = dial({ host, port })
    const key = Buffer.from('k@0_1')
    const question = Buffer.alloc(12 + key.length)
    question.writeUInt32LE(key.length, 0)
    question[8] = 2
    key.copy(question, 12)
    socket.write(question)
    await new Promise(resolve => socket.once('data', resolve))
    const gone = new Promise(resolve => socket.once('close', resolve))
    socket.destroy()
    await gone
    let got = unwrap(await receiver.get('0', '1', 'k'))
    while (got === null) got = unwrap(await receiver.get('0', '1', 'k'))
    expect(got.size).toBe(30_000_000)
  })

  it('refuses empty bytes and tensors', async () => {
    const sender = await sending()
    for (const value of [new Uint8Array(0), new Tensor('int8', [0], new Uint8Array(0))])
      expect(await sender.put('0', '1', 'k', value)).toMatchObject({
        ok: false,
        size: 0,
        metadata: null,
        error: { code: 'empty-payload' },
      })
  })

  it('drops a payload that is cleaned up, by its key and edge', async () => {
    const { sender, receiver } = await pair()
    await sender.put('0', '1', 'k', 1)
    await sender.cleanup('k', '0', '1')
    expect(sender.health().pending).toBe(0)
    expect(unwrap(await receiver.get('0', '1', 'k'))).toBeNull()
  })
})

describe('roles', () => {
  it('keep a receiver from putting', async () => {
    const receiver = await receiving()
    expect(await receiver.put('0', '1', 'k', 1)).toMatchObject({ ok: false, error: { code: 'role' } })
  })

  it('need sender info for a get without metadata', async () => {
    const receiver = await receiving()
    expect(await receiver.get('0', '1', 'k')).toMatchObject({ ok: false, error: { code: 'no-sender-info' } })
  })

  it('let a dual one do both', async () => {
    const first = await sending()
    const middle = await end({ ...ENGINE, role: 'dual', bind: ANYWHERE, dial: addressOf(first) })
    const last = await receiving({ dial: addressOf(middle) })
    await first.put('0', '1', 'k', 'on')
    const got = await take(middle, 'k')
    await middle.put('0', '1', 'k', got.data)
    expect((await take(last, 'k')).data).toBe('on')
  })

  it('that the class does not know stop it', async () => {
    const made = await createConnector(
      { ...ENGINE, role: 'sender', bind: ANYWHERE, extra: { role: 'auto' } },
      testOptions(),
    )
    expect(made).toMatchObject({ ok: false, error: { code: 'role' } })
  })
})

describe('the memory pool', () => {
  it('refuses what does not fit, and takes it after a read', async () => {
    const { sender, receiver } = await pair({ extra: { memory_pool_size: 3 * 4096 } })
    sizeOf(await sender.put('0', '1', 'a', new Uint8Array(4097)))
    const refused = await sender.put('0', '1', 'b', new Uint8Array(4097))
    expect(refused).toMatchObject({ ok: false, size: 0, metadata: null, error: { code: 'pool-exhausted' } })
    expect(refused.error?.message).toContain('8192 of 12288')
    await take(receiver, 'a')
    sizeOf(await sender.put('0', '1', 'b', new Uint8Array(4097)))
  })

  it('gives the place of an older payload under the same key back', async () => {
    const { sender, receiver } = await pair({ extra: { memory_pool_size: 4096 } })
    sizeOf(await sender.put('0', '1', 'k', 'old'))
    sizeOf(await sender.put('0', '1', 'k', 'new'))
    expect((await take(receiver, 'k')).data).toBe('new')
  })

  it('takes a payload back that nobody read for 300 s', async () => {
    const clock = standingClock()
    const sender = await sending({}, { clock })
    await sender.put('0', '1', 'k', 1)
    clock.move(300_000)
    expect(sender.health().pending).toBe(1)
    clock.move(10_001)
    expect(sender.health()).toMatchObject({ pending: 0, pool: { used: 0 } })
  })

  it('has to be a number of bytes', async () => {
    const spec = { ...ENGINE, role: 'sender', bind: ANYWHERE, extra: { memory_pool_size: '4GB' } } as const
    expect(await createConnector(spec, testOptions())).toMatchObject({
      ok: false,
      error: { code: 'pool-size' },
    })
  })
})

describe('the stand-in for stores', () => {
  it('looks 20 times, 50 ms apart', async () => {
    const clock = standingClock()
    const { receiver } = await pair(STORE, { clock })
    expect(unwrap(await receiver.get('0', '1', 'k'))).toBeNull()
    expect([clock.slept, clock.now()]).toEqual([19, 19 * 50])
  })

  it('waits as long as Yuanrong is told to', async () => {
    const clock = standingClock()
    const spec = { ...STORE, name: 'YuanrongConnector', extra: { get_sub_timeout_ms: 200 } }
    const { receiver } = await pair(spec, { clock })
    expect(unwrap(await receiver.get('0', '1', 'k'))).toBeNull()
    expect(clock.now()).toBe(200)
  })

  it('gives no metadata, takes empty payloads, and keeps what was read', async () => {
    const { sender, receiver } = await pair(STORE)
    expect(await sender.put('0', '1', 'k', new Uint8Array(0))).toMatchObject({ ok: true, metadata: null })
    await take(receiver, 'k')
    await take(receiver, 'k')
    await sender.cleanup('k', '0', '1')
    await take(receiver, 'k')
  })

  it('drops its oldest payloads when it is full', async () => {
    const { sender, receiver } = await pair(
      { ...STORE, extra: { segment: 2 * 4096 } },
      { clock: standingClock() },
    )
    for (const key of ['a', 'b', 'c']) sizeOf(await sender.put('0', '1', key, key))
    expect(unwrap(await receiver.get('0', '1', 'a'))).toBeNull()
    expect((await take(receiver, 'c')).data).toBe('c')
  })
})

describe('addresses', () => {
  it('outside loopback are neither bound nor dialled', async () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'localhost', '128.0.0.1', '127.1', ''])
      expect(
        await createConnector({ ...ENGINE, role: 'sender', bind: { host, port: 0 } }, testOptions()),
      ).toMatchObject({ ok: false, error: { code: 'not-loopback' } })
    const receiver = await receiving({ dial: { host: '10.0.0.1', port: 50051 } })
    expect(await receiver.get('0', '1', 'k')).toMatchObject({ error: { code: 'not-loopback' } })
    expect(await receiver.get('0', '1', 'k', { source_host: '8.8.8.8', source_port: 1 })).toMatchObject({
      error: { code: 'not-loopback' },
    })
  })

  it('that are taken stop the sender', async () => {
    const bind = addressOf(await sending())
    const made = await createConnector({ ...ENGINE, role: 'sender', bind }, testOptions())
    expect(made).toMatchObject({ ok: false, error: { code: 'EADDRINUSE' } })
    expect(!made.ok && made.error.message).toContain(`${bind.host}:${bind.port}`)
  })

  it('where nobody listens are told, and dialled again later', async () => {
    const first = await sending()
    const at = addressOf(first)
    await first.close()
    const receiver = await receiving({ dial: at })
    expect(await receiver.get('0', '1', 'k')).toMatchObject({ error: { code: 'ECONNREFUSED' } })
    const second = await sending({ bind: at })
    await second.put('0', '1', 'k', 'back')
    expect((await take(receiver, 'k')).data).toBe('back')
  })

  it('with another program behind them are told', async () => {
    const server = createServer(socket => {
      socket.on('error', () => undefined).resume()
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const receiver = await receiving({ dial: { host: '127.0.0.1', port } })
    expect(await receiver.get('0', '1', 'k')).toMatchObject({ ok: false, error: { code: 'protocol' } })
    await new Promise(resolve => server.close(resolve))
  })

  it('of a sender that does not answer time out', async () => {
    const server = createServer(socket => socket.on('error', () => undefined).resume())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const spec = {
      name: 'NixlConnector',
      extra: { handshake_timeout_ms: 20 },
      dial: { host: '127.0.0.1', port },
    }
    const receiver = await receiving(spec)
    expect(await receiver.get('0', '1', 'k')).toMatchObject({ ok: false, error: { code: 'timeout' } })
    expect(receiver.health().timeouts).toBe(1)
    await new Promise(resolve => server.close(resolve))
  })
})

describe('a sender', () => {
  it('survives anything that a stranger sends', async () => {
    const { sender, receiver } = await pair()
    const { host, port } = addressOf(sender)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async bytes => {
        const socket = dial({ host, port })
        socket.on('error', () => undefined).resume()
        const gone = new Promise(resolve => socket.once('close', resolve))
        socket.end(bytes)
        await gone
      }),
      { numRuns: 60 },
    )
    await sender.put('0', '1', 'k', 'still here')
    expect((await take(receiver, 'k')).data).toBe('still here')
  })
})

function bytesOf(value: PayloadValue): Uint8Array {
  return value instanceof Uint8Array ? value : joinParts(unwrap(encode(value)))
}
