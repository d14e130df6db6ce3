import { analyze } from '../../../core/analyze.ts'
import type { AnalysisContext } from '../../../core/contract/analysis.ts'
import type { PreflightCheck } from '../../../core/contract/host.ts'
import { sharedMemoryNeed } from '../../../core/diagnose/index.ts'
import { measureMachine } from '../machine/facts.ts'
import { bindPlannedPorts } from './bind.ts'
import { machineChecks } from './machine-checks.ts'
import { bindChecks, ephemeralCheck } from './port-checks.ts'

/** Asks this machine whether it would give the file what it plans: ports for real, the rest by reading. */
export async function runPreflight(
  text: string,
  context: AnalysisContext,
): Promise<readonly PreflightCheck[]> {
  const machine = await measureMachine()
  const here = { ...context, machine }
  const analysis = analyze(text, here)
  const { endpoints, problems } = analysis.ports
  return [
    ...bindChecks(await bindPlannedPorts(endpoints)),
    ...problems.map(({ edge, message }) => ({
      id: `plan:${edge.from}->${edge.to}`,
      title: `Ports of edge ${edge.from}->${edge.to}`,
      status: 'error' as const,
      detail: message,
    })),
    ephemeralCheck(endpoints, machine),
    ...machineChecks(analysis, machine, sharedMemoryNeed({ ...analysis, context: here })),
  ]
}
