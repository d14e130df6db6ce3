import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createConnector, sweepRun } from './connectors/index.ts'
import { order, type Report } from './messages.ts'
import { parentOf } from './stage/parent.ts'
import { createStage } from './stage/stage.ts'

/**
 * Entry of the process that stands for one stage. It obeys its parent only, and ends with it: when the channel to the
 * parent closes, for whatever reason, the connectors are closed and nothing of theirs is left.
 */
const parent = parentOf(process)
const send = (report: Report) => parent.send(report)
const stage = createStage(send, createConnector)

/** Without its parent the run is over: whatever any of its processes left is taken away by the last of them. */
async function end(): Promise<void> {
  const { setup } = stage
  await stage.close().catch(() => undefined)
  if (setup !== null) {
    sweepRun(setup.runPrefix)
    await rm(dirname(setup.noticePath), { recursive: true, force: true }).catch(() => undefined)
  }
  process.exit(0)
}

parent.onMessage(message => {
  const parsed = order.safeParse(message)
  if (!parsed.success) return
  const { id, kind } = parsed.data
  stage.handle(parsed.data).then(
    () => {
      if (kind === 'close') void end()
    },
    (error: unknown) =>
      send({
        kind: 'answer',
        id,
        result: { ok: false, error: { code: 'stage-error', message: String(error) } },
      }),
  )
})
parent.onGone(() => void end())
// Ctrl+C reaches every process of the terminal; the parent decides what it means.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => void end())

send({ kind: 'ready' })
