import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { NO_RESIDUE } from '../../electron/bench/coordinator/residue.ts'
import type { Cancelled } from './cancel-once.ts'
import { SHARED } from './scenarios.ts'

/** Starts a run on the command line and interrupts it as Ctrl+C does, until it says so and until it has ended. */
export async function interruptOnce(cli: string, afterMs: number): Promise<Cancelled> {
  const args = [cli, 'bench', '-', '--payload', '16MiB', '--requests', '1000000']
  const child = spawn(process.execPath, args, { stdio: 'pipe' })
  child.stdin.end(SHARED)
  let said = ''
  let seenAt = Number.POSITIVE_INFINITY
  child.stdout.on('data', text => {
    said += text
  })
  child.stderr.on('data', text => {
    said += text
    if (said.includes('Cancelled')) seenAt = Math.min(seenAt, performance.now())
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  await sleep(afterMs)
  const askedAt = performance.now()
  child.kill('SIGINT')
  await ended
  const overMs = performance.now() - askedAt
  const clean = !said.includes('Left behind:') || said.includes('Left behind: nothing.')
  const residue = clean ? NO_RESIDUE : { ...NO_RESIDUE, segments: [said] }
  return { seenMs: Math.min(seenAt - askedAt, overMs), overMs, residue }
}
