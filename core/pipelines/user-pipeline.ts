import { z } from 'zod'
import { type Path, parseDocument, type Range, rangeOf } from '../document/index.ts'
import { zodKindWords } from '../schema/kind-words.ts'
import { toPlain } from '../value/index.ts'
import { stage } from './build.ts'
import type { Pipeline, PipelineKv } from './types.ts'

/** Why a pipeline definition is refused; `range` null when the place is not in the text. */
export interface PipelineTextProblem {
  readonly code: 'PIPELINE-1' | 'PIPELINE-2' | 'PIPELINE-3'
  readonly message: string
  readonly path: Path
  readonly range: Range | null
}

export type PipelineTextResult =
  | { readonly ok: true; readonly value: Pipeline }
  | { readonly ok: false; readonly error: readonly PipelineTextProblem[] }

const name = z.string().min(1).max(200)
const stageId = z.int().min(0).max(4999)
const dottedPath = z.string().max(500)

const kvSchema = z.strictObject({
  need_send_cache: z.boolean().default(false),
  need_recv_cache: z.boolean().default(false),
  kv_transfer_criteria: z.strictObject({ type: name, token_id: z.int().optional() }).optional(),
})

const stageSchema = z.strictObject({
  stage_id: stageId,
  model_stage: name,
  execution_type: z.enum(['llm_ar', 'llm_generation', 'diffusion']).default('llm_ar'),
  input_sources: z.array(stageId).default([]),
  final_output: z.boolean().default(false),
  final_output_type: name.optional(),
  engine_output_type: name.optional(),
  owns_tokenizer: z.boolean().default(false),
  model_arch: name.optional(),
  hf_config_name: name.optional(),
  custom_process_input_func: dottedPath.optional(),
  sync_process_input_func: dottedPath.optional(),
  custom_process_next_stage_input_func: dottedPath.optional(),
  async_chunk_process_next_stage_input_func: dottedPath.optional(),
  prompt_expand_func: dottedPath.optional(),
  cfg_kv_collect_func: dottedPath.optional(),
  omni_kv_config: kvSchema.optional(),
  kv_dims: z
    .strictObject({
      layers: z.int().min(1).max(10_000),
      kv_heads: z.int().min(1).max(10_000),
      head_dim: z.int().min(1).max(100_000),
      dtype: name.default('bfloat16'),
      typical_tokens: z.int().min(1).max(100_000_000).default(1024),
      keys_per_request: z.int().min(1).max(1000).default(1),
    })
    .optional(),
})

const pipelineSchema = z.strictObject({
  model_type: name,
  title: name.optional(),
  about: z.string().max(1000).optional(),
  model_arch: name.optional(),
  file_names: z.array(name).default([]),
  stages: z.array(stageSchema).min(1, 'a pipeline needs at least one stage').max(5000),
  codec: z
    .strictObject({
      codebooks: z.int().min(1).optional(),
      frames_per_second: z.number().positive().optional(),
    })
    .optional(),
  /** Payload preset ids by edge. */
  payloads: z.record(z.string().regex(/^\d+->\d+$/), z.array(name)).default({}),
})

type ParsedPipeline = z.infer<typeof pipelineSchema>
type ParsedStage = ParsedPipeline['stages'][number]
type Complaint = Pick<PipelineTextProblem, 'message' | 'path'>

/** The checks of the runtime's PipelineConfig, in its order (runtime: `PipelineConfig.validate`). */
function topologyComplaints(stages: readonly ParsedStage[]): readonly Complaint[] {
  const complaints: Complaint[] = []
  const ids = new Set<number>()
  stages.forEach((item, index) => {
    if (ids.has(item.stage_id))
      complaints.push({
        message: `Stage id ${item.stage_id} is taken already; give every stage its own.`,
        path: ['stages', index, 'stage_id'],
      })
    ids.add(item.stage_id)
  })
  stages.forEach((item, index) => {
    for (const [position, source] of item.input_sources.entries()) {
      const path = ['stages', index, 'input_sources', position]
      if (source === item.stage_id)
        complaints.push({ message: `Stage ${source} names itself as its input; remove it.`, path })
      else if (!ids.has(source))
        complaints.push({
          message: `Stage ${item.stage_id} takes input from ${source}, which is not among the stages ${[...ids].join(', ')}.`,
          path,
        })
    }
  })
  if (!stages.some(item => item.input_sources.length === 0))
    complaints.push({
      message: 'Every stage has an input, so nothing can start; leave input_sources empty on the first one.',
      path: ['stages'],
    })
  if (!stages.some(item => item.final_output))
    complaints.push({
      message: 'No stage has final_output: true, so nothing would reach the user.',
      path: ['stages'],
    })
  return complaints
}

function kvOf(config: ParsedStage['omni_kv_config']): PipelineKv | undefined {
  if (config === undefined) return undefined
  return {
    needSend: config.need_send_cache,
    needRecv: config.need_recv_cache,
    criteria: config.kv_transfer_criteria?.type ?? null,
  }
}

function toStage(item: ParsedStage) {
  const kv = kvOf(item.omni_kv_config)
  const final = item.final_output ? (item.final_output_type ?? 'text') : null
  return stage(item.stage_id, item.model_stage, item.execution_type, {
    from: item.input_sources,
    tokenizer: item.owns_tokenizer,
    ...(final === null ? {} : { final }),
    ...(item.engine_output_type === undefined ? {} : { out: item.engine_output_type }),
    ...(item.model_arch === undefined ? {} : { arch: item.model_arch }),
    ...(item.hf_config_name === undefined ? {} : { hfConfig: item.hf_config_name }),
    ...(kv === undefined ? {} : { kv }),
    processors: {
      input: item.custom_process_input_func ?? null,
      syncInput: item.sync_process_input_func ?? null,
      next: item.custom_process_next_stage_input_func ?? null,
      asyncNext: item.async_chunk_process_next_stage_input_func ?? null,
      promptExpand: item.prompt_expand_func ?? null,
      cfgKvCollect: item.cfg_kv_collect_func ?? null,
    },
  })
}

function toPipeline(parsed: ParsedPipeline): Pipeline {
  const dims = parsed.stages.flatMap(item =>
    item.kv_dims === undefined
      ? []
      : [
          [
            String(item.stage_id),
            {
              layers: item.kv_dims.layers,
              kvHeads: item.kv_dims.kv_heads,
              headDim: item.kv_dims.head_dim,
              dtype: item.kv_dims.dtype,
              certainty: 'assumed',
              typicalTokens: item.kv_dims.typical_tokens,
              keysPerRequest: item.kv_dims.keys_per_request,
            },
          ] as const,
        ],
  )
  return {
    key: parsed.model_type,
    title: parsed.title ?? parsed.model_type,
    about: parsed.about ?? 'A pipeline of your own.',
    fileNames: parsed.file_names,
    registered: true,
    modelArch: parsed.model_arch ?? null,
    processorModule: null,
    stages: parsed.stages.map(toStage),
    kvDims: Object.fromEntries(dims),
    codec:
      parsed.codec === undefined
        ? null
        : {
            codebooks: parsed.codec.codebooks ?? null,
            framesPerSecond: parsed.codec.frames_per_second ?? null,
            certainty: 'assumed',
          },
    payloads: parsed.payloads,
    origin: 'user',
  }
}

const issuePath = (path: readonly PropertyKey[]): Path =>
  path.map(step => (typeof step === 'number' ? step : String(step)))

/** What is wrong with a field and what to write instead. */
function issueText(issue: z.core.$ZodIssue): string {
  const place = issue.path.length === 0 ? 'The file' : issue.path.map(String).join('.')
  switch (issue.code) {
    case 'invalid_type': {
      const kind = zodKindWords(issue.expected) ?? issue.expected
      const missing = issue.message.endsWith('received undefined')
      return missing ? `${place} is missing: write ${kind}.` : `${place} must be ${kind}.`
    }
    case 'invalid_value':
      return `${place} must be one of ${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `${place} takes no ${issue.keys.join(', ')}; remove it or correct its name.`
    default:
      return `${place}: ${issue.message}.`
  }
}

/**
 * A user's own pipeline: a YAML mapping in the words of the runtime's PipelineConfig (`model_type`, `stages` with
 * `stage_id`, `model_stage`, `execution_type`, `input_sources`, `final_output` …). Errors carry code and place:
 * PIPELINE-1 the text is no YAML, PIPELINE-2 a field is missing, unknown or of the wrong kind, PIPELINE-3 the
 * topology is one that the runtime refuses.
 */
export function parsePipelineText(text: string): PipelineTextResult {
  const document = parseDocument(text)
  if (!document.ok)
    return {
      ok: false,
      error: document.problems
        .filter(problem => problem.severity === 'error')
        .map(problem => ({ code: 'PIPELINE-1', message: problem.message, path: [], range: problem.range })),
    }
  const parsed = pipelineSchema.safeParse(toPlain(document.value))
  if (!parsed.success)
    return {
      ok: false,
      error: parsed.error.issues.map(issue => {
        const path = issuePath(issue.path)
        return {
          code: 'PIPELINE-2',
          message: issueText(issue),
          path,
          range: rangeOf(document, path, 'value'),
        }
      }),
    }
  const complaints = topologyComplaints(parsed.data.stages)
  if (complaints.length > 0)
    return {
      ok: false,
      error: complaints.map(complaint => ({
        code: 'PIPELINE-3',
        ...complaint,
        range: rangeOf(document, complaint.path, 'value'),
      })),
    }
  return { ok: true, value: toPipeline(parsed.data) }
}

/** The definitions that can be read, later ones of the same key first, and what is wrong with the others. */
export function parsePipelineTexts(texts: readonly string[]): {
  readonly pipelines: readonly Pipeline[]
  readonly problems: readonly PipelineTextProblem[]
} {
  const results = texts.map(parsePipelineText)
  return {
    pipelines: results.flatMap(result => (result.ok ? [result.value] : [])).reverse(),
    problems: results.flatMap(result => (result.ok ? [] : result.error)),
  }
}
