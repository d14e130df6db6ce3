import { transferLimitMs } from '../../../core/bench/plan.ts'
import { fail, ok, type Problem, type Result } from '../../../core/contract/result.ts'
import type { Shipment } from '../messages.ts'
import { contentHash } from '../payload/content-hash.ts'
import { type Dress, dressed } from '../payload/dress.ts'
import { type KvShare, kvShare } from '../payload/kv-cache.ts'
import { keyOf, requestIds, withCompanions } from '../payload/kv-keys.ts'
import type { Payload } from '../payload/make.ts'
import { createPayloadPool, type PayloadPool } from '../payload/pool.ts'
import { encodeKv } from '../wire/index.ts'
import { isChecked, parcelKey, type StageContext } from './context.ts'
import { type Goods, type OutEnd, type Parcel, type Sent, sendParcel } from './send.ts'

/** Sends what an edge carries, request by request. */
export interface Delivery {
  readonly edge: string
  readonly bytes: number
  send(piece: Piece): Promise<Result<Sent>>
}

export interface Piece {
  readonly request: number
  readonly chunk: number
  readonly last: boolean
  readonly warmup: boolean
}

/**
 * Gets ready to send: payloads are made, ends looked up. `concurrency` requests may be under way at once. With a
 * `dress` a payload travels in it; KV caches have a form of their own.
 */
export async function createDelivery(
  context: StageContext,
  job: number,
  shipment: Shipment,
  concurrency: number,
  dress: Dress | null = null,
): Promise<Result<Delivery>> {
  const wanted = shipment.kv?.lanes.map(({ lane }) => lane) ?? shipment.lanes
  const closed = wanted.find(lane => context.ends.out(lane) === null)
  if (closed !== undefined) return fail('not-open', `The sending end of ${closed} is not open.`)
  return shipment.kv === undefined
    ? plainDelivery(context, job, shipment, concurrency, dress)
    : kvDelivery(context, job, shipment, shipment.kv)
}

async function plainDelivery(
  context: StageContext,
  job: number,
  { edge, lanes, payload }: Shipment,
  concurrency: number,
  dress: Dress | null,
): Promise<Result<Delivery>> {
  const { setup } = context
  const pool = await createPayloadPool(payload, setup.seed, concurrency)
  if (!pool.ok) return pool
  const { bytes } = pool.value
  return ok({
    edge,
    bytes,
    async send(piece) {
      const end = endOf(context, lanes[piece.request % lanes.length] ?? edge)
      if (!end.ok) return end
      return withPayload(pool.value, payload => {
        payload.stamp(piece.request)
        const { from, to } = end.value
        const value =
          dress === null ? payload.value : dressed(payload.value, dress, { from, to, last: piece.last })
        // Not part of any timing.
        const hash = isChecked(piece.request, setup.integrity) ? contentHash(value) : null
        const key = parcelKey(setup, { job, ordinal: end.value.ordinal, ...piece })
        return ship(context, end.value, { bytes, value }, { job, key, hash, ...piece })
      })
    },
  })
}

async function withPayload<T>(pool: PayloadPool, work: (payload: Payload) => Promise<T>): Promise<T> {
  const payload = await pool.acquire()
  try {
    return await work(payload)
  } finally {
    pool.release(payload)
  }
}

/** All pairs of ranks, of the request and its companions, one after the other; it is through when all of them are. */
async function kvDelivery(
  context: StageContext,
  job: number,
  { edge }: Shipment,
  { cache, lanes }: NonNullable<Shipment['kv']>,
): Promise<Result<Delivery>> {
  const { setup } = context
  const shares: {
    readonly lane: (typeof lanes)[number]
    readonly share: KvShare
    readonly templates: readonly string[]
  }[] = []
  for (const lane of lanes) {
    const share = kvShare(cache, setup.seed, lane)
    if (!share.ok) return share
    shares.push({ lane, share: share.value, templates: withCompanions(lane.key, cache.companions) })
  }
  return ok({
    edge,
    bytes: shares[0]?.share.bytes ?? 0,
    async send(piece) {
      const ids = requestIds(`${setup.runPrefix}-${job}-${piece.request}`, cache.companions)
      const parts = ids.flatMap((requestId, index) =>
        shares.map(({ lane, share, templates }) => ({
          lane,
          share,
          requestId,
          template: templates[index] ?? lane.key,
        })),
      )
      let busyUs = 0
      let failed: Problem | null = null
      for (const { lane, share, requestId, template } of parts) {
        const end = endOf(context, lane.lane)
        if (!end.ok) return end
        const { fromRank, toRank } = lane
        const key = keyOf(lane.key, requestId)
        const checked = isChecked(piece.request, setup.integrity)
        const parcel = { job, key, hash: null, ...piece, kv: { cache, fromRank, toRank, requestId, checked } }
        const payload = { bytes: share.bytes, encode: () => encodeKv(share.payload(requestId)) }
        const sent = await ship(context, end.value, payload, parcel)
        if (sent.ok || sent.error.code === 'integrity') context.recorder(job, edge).key(template)
        if (sent.ok) busyUs += sent.value.busyUs
        else if (sent.error.code === 'integrity') failed = sent.error
        else return sent
      }
      return failed === null ? ok({ busyUs }) : { ok: false, error: failed }
    },
  })
}

function endOf(context: StageContext, lane: string): Result<OutEnd> {
  const end = context.ends.out(lane)
  return end === null ? fail('not-open', `The sending end of ${lane} is not open.`) : ok(end)
}

async function ship(
  context: StageContext,
  end: OutEnd,
  payload: Goods,
  parcel: Parcel,
): Promise<Result<Sent>> {
  const recorder = context.recorder(parcel.job, end.edge)
  recorder.size(payload.bytes)
  const timeoutMs = transferLimitMs(context.setup.timeoutMs, payload.bytes)
  const sent = await sendParcel(end, payload, parcel, recorder, { timeoutMs, signal: context.signal })
  recorder.counts.all += 1
  return sent
}
