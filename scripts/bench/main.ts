import { cpus, release } from 'node:os'
import { newRunPrefix, sweepRun } from '../../electron/bench/connectors/index.ts'
import { iperf, nodeContender, pythonContender } from './contenders.ts'
import { isReached } from './figures.ts'
import { harness } from './harness.ts'
import {
  type Contenders,
  memory,
  roundTrip,
  type Section,
  sharedMemory,
  tcp,
  verdictLines,
} from './measure.ts'

const SECTIONS: Readonly<Record<string, (contenders: Contenders) => Promise<Section>>> = {
  shm: sharedMemory,
  tcp: contenders => tcp(contenders, iperf()),
  echo: roundTrip,
  harness,
  memory,
}

const USAGE = `npm run bench:transfer -- [--strict] [${Object.keys(SECTIONS).join('|')} …]
Measures the bench's connectors against Python, iperf3 and bare sockets, and compares the ratios with their goals.
Figures of one run belong together; those of different machines or runs do not. --strict fails on a missed goal.`

const asked = process.argv.slice(2).filter(argument => argument !== '--strict')
const unknown = asked.filter(name => !Object.hasOwn(SECTIONS, name))
if (unknown.length > 0) {
  console.error(USAGE)
  process.exit(2)
}

const prefix = newRunPrefix()
const node = await nodeContender()
const python = pythonContender(process.cwd())
console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'} x ${cpus().length}, Linux ${release()}, Node ${process.version}`,
)
if (python === null) console.log('python3 is missing: no ratio against it.')

let isAllReached = true
try {
  for (const [name, run] of Object.entries(SECTIONS)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const { title, text, verdicts } = await run({ node, python, prefix })
    console.log(`\n${title}\n${text}\n${verdictLines(verdicts).join('\n')}`)
    isAllReached = isAllReached && verdicts.every(isReached)
  }
} finally {
  await node.close()
  await python?.close()
  sweepRun(prefix)
}
console.log(isAllReached ? '\nEvery goal was reached.' : '\nNot every goal was reached.')
if (!isAllReached && process.argv.includes('--strict')) process.exitCode = 1
