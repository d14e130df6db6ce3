import { z } from 'zod'
import { formatBytes } from '../../../../core/bench/format.ts'
import { lanesOf } from '../../../../core/bench/lanes.ts'
import { residueText } from '../../../../core/bench/report/words.ts'
import { NO_RESIDUE } from '../residue.ts'
import type { Scene, Seen } from './scene.ts'

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const LOOK_MS = 25
/** So many looks in a row have to show the same: a transfer under way would have moved. */
const STEADY_LOOKS = 4
const MOST_LOOKS = 80

/** Resolves when a payload lies unread: more has been put than got, and nothing moves any more. */
export async function untilUnread(scene: Scene): Promise<void> {
  let before = ''
  let steady = 0
  for (let look = 0; look < MOST_LOOKS && steady < STEADY_LOOKS && !scene.signal.aborted; look++) {
    const [puts, gets] = [await countOf(scene, 'out'), await countOf(scene, 'in')]
    steady = puts > gets && before === `${puts} ${gets}` ? steady + 1 : 0
    before = `${puts} ${gets}`
    await pause(LOOK_MS)
  }
}

/** Payloads that an end of the edge has put or got so far, through all its lanes. */
const countOf = async (scene: Scene, side: 'out' | 'in'): Promise<number> =>
  sum((await healthOf(scene, side)).map(({ puts, gets }) => (side === 'out' ? puts : gets)))

const health = z.object({
  puts: z.number(),
  gets: z.number(),
  pool: z.object({ used: z.number() }).optional(),
})

/** What the connectors at one end of the edge tell of themselves; lanes of the same sender share one. */
async function healthOf({ session, edge }: Scene, side: 'out' | 'in'): Promise<z.infer<typeof health>[]> {
  const used = lanesOf(edge).filter(({ idle }) => idle !== true)
  const lanes = side === 'in' ? used : [...new Map(used.map(lane => [lane.sender, lane])).values()]
  const stage = side === 'out' ? edge.from : edge.to
  const told = await Promise.all(
    lanes.map(({ id }) => session.order(stage, { kind: 'health', lane: id, side })),
  )
  return told.flatMap(answer => {
    const parsed = health.safeParse(answer.ok ? answer.value : null)
    return parsed.success ? [parsed.data] : []
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What is left of the payload that nobody reads: its segment and lock file, or its part of the sender's pool. */
export async function whatStays(scene: Scene, victim: 'from' | 'to'): Promise<Pick<Seen, 'after'>> {
  if (scene.edge.transport === 'shared-memory') {
    const { segments, lockFiles } = scene.unread()
    const words = residueText({ ...NO_RESIDUE, segments, lockFiles })
    return { after: `Of the payload that nobody read there was then ${words} in /dev/shm.` }
  }
  if (victim === 'from') return {}
  const used = sum((await healthOf(scene, 'out')).map(({ pool }) => pool?.used ?? 0))
  return used === 0
    ? {}
    : { after: `The payload that nobody read then took ${formatBytes(used)} of the pool.` }
}
