import { cpus, release, totalmem, type } from 'node:os'
import type { BenchEnvironment, BenchPlan } from '../../../core/bench/types.ts'
import { VERSION } from '../../host/version.ts'
import { commitOfCheckout } from './commit.ts'

/** What figures depend on besides the file. */
export function benchEnvironment(plan: BenchPlan): BenchEnvironment {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    node: process.version,
    version: VERSION,
    commit: commitOfCheckout(),
    target: plan.target,
    segments: plan.options.segments,
  }
}
