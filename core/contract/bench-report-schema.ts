import { z } from 'zod'
import type { BenchReport } from '../bench/types.ts'
import { benchOptions } from './bench-schema.ts'
import { fail, ok, type Result } from './result.ts'

const text = z.string()
const number = z.number()
const distribution = z.object({
  count: number,
  min: number,
  mean: number,
  p50: number,
  p90: number,
  p95: number,
  p99: number,
  p999: number,
  max: number,
})
const names = z.array(text)
const residue = z.object({
  segments: names,
  lockFiles: names,
  fifos: names,
  sockets: names,
  processes: z.array(number),
})
const address = z.object({ host: text, port: number, mappedFrom: text }).nullable()
const edge = z.looseObject({
  id: text,
  from: text,
  to: text,
  connectorLabel: text.nullable(),
  connectorName: text,
  transport: z.enum(['shared-memory', 'tcp']),
  standIn: text.nullable(),
  bind: address,
  dial: address,
  orchestrator: address.optional(),
  extra: z.record(text, z.unknown()),
  lanes: z.array(z.looseObject({ id: text, sender: text, bind: address, dial: address })).optional(),
  kv: z.looseObject({ fromTp: number, toTp: number, companions: number.optional() }).optional(),
  chunks: number.optional(),
})
const figures = z.looseObject({
  edge: text,
  sizeBytes: number,
  count: number,
  failures: number,
  bytes: number,
  phases: z.object({
    encode: distribution,
    put: distribution,
    notify: distribution,
    get: distribution,
    decode: distribution,
    total: distribution,
  }),
  gbPerSecond: number,
  mibPerSecond: number,
  messagesPerSecond: number,
  integrity: z.object({ checked: number, failed: number }),
  histogram: z.array(z.object({ upToUs: number, count: number })).optional(),
})

/** A report as `stagewright bench --json` and the window's export write it, with all that a view of it reads. */
const benchReport = z.custom<BenchReport>(
  value =>
    z
      .looseObject({
        runId: text,
        startedAt: text,
        elapsedMs: number,
        fileName: text,
        plan: z.object({
          stages: z.array(z.object({ id: text, name: text.nullable() })),
          edges: z.array(edge),
          options: benchOptions,
          target: text,
          skipped: z.array(z.object({ edge: text, reason: text })),
        }),
        state: z.enum(['done', 'cancelled', 'failed']),
        figures: z.array(figures),
        failures: z.array(z.object({ edge: text, code: text, message: text, advice: text })),
        drills: z.array(
          z.object({
            drill: text,
            edge: text,
            expected: text,
            happened: text,
            noticedAfterMs: number.nullable(),
            asExpected: z.boolean(),
            simulated: text.nullable(),
            residue,
          }),
        ),
        kvKeys: z.array(z.object({ edge: text, sent: names, asked: names })).optional(),
        openLoop: z.object({ requests: number, late: number, worstLateMs: number }).optional(),
        timeline: z.array(
          z.object({
            request: number,
            lane: text,
            kind: z.enum(['stage', 'edge']),
            startMs: number,
            endMs: number,
          }),
        ),
        peakShmBytes: number,
        residue,
        environment: z.object({
          cpu: text,
          cores: number,
          memoryBytes: number,
          kernel: text,
          node: text,
          version: text,
          commit: text.nullable(),
          target: text,
          segments: z.enum(['fresh', 'recycled']),
        }),
      })
      .safeParse(value).success,
)

const NO_REPORT =
  'This is no report of a run. Choose a file that `stagewright bench --json` or Export as JSON wrote.'

/** A report out of a file that anybody may have written: whole, or the reason why not. */
export function readReportFile(content: string): Result<BenchReport> {
  try {
    const parsed = benchReport.safeParse(JSON.parse(content))
    return parsed.success ? ok(parsed.data) : fail('not-a-report', NO_REPORT)
  } catch {
    return fail('not-a-report', NO_REPORT)
  }
}
