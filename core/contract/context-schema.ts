import { z } from 'zod'
import type { AnalysisContext, MachineFacts } from './analysis.ts'

const TEXT = 8 * 1024 * 1024
const text = z.string().max(TEXT)
const name = z.string().max(4096)
const bytes = z.number().nonnegative()
const port = z.number().int().min(0).max(65535)
const portRange = z.tuple([port, port]).readonly()

/** What a host measured of its machine, as it travels back to it inside a context. */
export const machineFacts: z.ZodType<MachineFacts> = z.object({
  hostName: name.exactOptional(),
  cpuCount: z.number().int().positive().exactOptional(),
  memoryAvailableBytes: bytes.exactOptional(),
  memlockLimitBytes: z.union([bytes, z.literal('unlimited')]).exactOptional(),
  shmTotalBytes: bytes.exactOptional(),
  shmFreeBytes: bytes.exactOptional(),
  ephemeralPortRange: portRange.exactOptional(),
  reservedPorts: z.array(portRange).max(65536).exactOptional(),
  listeningPorts: z
    .array(z.object({ host: name, port, owner: name.nullable() }))
    .max(100_000)
    .exactOptional(),
  rdmaDevices: z
    .array(z.object({ name, active: z.boolean() }))
    .max(1024)
    .exactOptional(),
  infinibandPresent: z.boolean().exactOptional(),
  autoHostAddress: name.exactOptional(),
  shmResidue: z
    .array(z.object({ name, bytes, ageSeconds: z.number() }))
    .max(100_000)
    .exactOptional(),
})

/** The analysis context as it crosses the border between window and host. */
export const analysisContext: z.ZodType<AnalysisContext> = z.object({
  target: z.enum(['2025-12', '2026-07', '2026-09']).exactOptional(),
  fileName: name.exactOptional(),
  env: z.record(z.string().max(1024), z.string().max(65536)).exactOptional(),
  platform: z.enum(['cuda', 'npu', 'rocm', 'xpu', 'musa']).exactOptional(),
  stageOverrides: text.exactOptional(),
  pipeline: name.exactOptional(),
  pipelineTexts: z.array(text).max(64).exactOptional(),
  files: z.record(name, text.nullable()).exactOptional(),
  hostsText: text.exactOptional(),
  machine: machineFacts.exactOptional(),
  command: z.string().max(65536).exactOptional(),
})
