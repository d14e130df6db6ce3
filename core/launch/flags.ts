import type { TargetId } from '../contract/analysis.ts'

/** A flag of `vllm serve --omni`. */
export interface FlagInfo {
  readonly name: string
  /** A switch takes no value. */
  readonly kind: 'value' | 'switch'
  readonly short?: readonly string[]
  /** First target that knows it; always known when absent. */
  readonly since?: TargetId
  /** First target that refuses it. */
  readonly removed?: TargetId
  /** What takes its place, or why it went. */
  readonly note?: string
}

const value = (name: string, more: Omit<FlagInfo, 'name' | 'kind'> = {}): FlagInfo => ({
  name,
  kind: 'value',
  ...more,
})
const toggle = (name: string, more: Omit<FlagInfo, 'name' | 'kind'> = {}): FlagInfo => ({
  name,
  kind: 'switch',
  ...more,
})

const SINCE_DEPLOY = { since: '2026-07' } as const

/** Flags of the omni mode itself. */
const OMNI_FLAGS: readonly FlagInfo[] = [
  toggle('--omni'),
  value('--stage-configs-path', {
    removed: '2026-09',
    note: 'Pass a deploy file with --deploy-config; `stagewright migrate` makes one of a legacy file.',
  }),
  value('--deploy-config', SINCE_DEPLOY),
  value('--stage-overrides', SINCE_DEPLOY),
  toggle('--async-chunk', SINCE_DEPLOY),
  toggle('--no-async-chunk', SINCE_DEPLOY),
  value('--stage-id', SINCE_DEPLOY),
  toggle('--headless', SINCE_DEPLOY),
  value('--replica-id', SINCE_DEPLOY),
  value('--omni-master-address', { ...SINCE_DEPLOY, short: ['-oma'] }),
  value('--omni-master-port', { ...SINCE_DEPLOY, short: ['-omp'] }),
  value('--omni-replica-address', { ...SINCE_DEPLOY, short: ['-ora'] }),
  value('--omni-dp-size-local', SINCE_DEPLOY),
  value('--omni-lb-policy', SINCE_DEPLOY),
  value('--omni-heartbeat-timeout', SINCE_DEPLOY),
  value('--strategy-config', { since: '2026-09' }),
  value('--stage-init-timeout'),
  value('--init-timeout'),
  value('--shm-threshold-bytes'),
  value('--batch-timeout'),
  value('--worker-backend'),
  value('--ray-address'),
  toggle('--log-stats'),
  value('--log-file'),
  value('--task-type'),
  value('--output-modalities'),
  value('--num-gpus'),
  value('--model-class-name'),
  value('--diffusion-load-format'),
  value('--usp'),
  value('--ulysses-degree'),
  value('--ulysses-mode'),
  value('--ring'),
  value('--ring-degree'),
  value('--cfg-parallel-size'),
  value('--vae-patch-parallel-size'),
  toggle('--use-hsdp'),
  value('--hsdp-shard-size'),
  value('--hsdp-replicate-size'),
  value('--cache-backend'),
  value('--cache-config'),
  toggle('--enable-cache-dit-summary'),
  toggle('--enable-diffusion-pipeline-profiler'),
  toggle('--enable-cpu-offload'),
  toggle('--enable-layerwise-offload'),
  toggle('--vae-use-slicing'),
  toggle('--vae-use-tiling'),
  value('--boundary-ratio'),
  value('--flow-shift'),
  value('--lora-path'),
  value('--lora-scale'),
  value('--default-sampling-params'),
  value('--max-generated-image-size'),
  value('--tts-max-instructions-length'),
]

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** vLLM's own flags with a value that deployments use. */
const ENGINE_VALUES = words(`
  --model --host --port --api-key --served-model-name --tokenizer --tokenizer-mode --revision --code-revision
  --tokenizer-revision --hf-config-path --hf-overrides --hf-token --load-format --download-dir --config --config-format
  --dtype --kv-cache-dtype --max-model-len --max-num-seqs --max-num-batched-tokens --max-logprobs --block-size
  --gpu-memory-utilization --kv-cache-memory-bytes --num-gpu-blocks-override --swap-space --cpu-offload-gb --seed
  --tensor-parallel-size --pipeline-parallel-size --data-parallel-size --data-parallel-size-local
  --data-parallel-rank --data-parallel-start-rank --data-parallel-address --data-parallel-rpc-port
  --data-parallel-backend --prefill-context-parallel-size --decode-context-parallel-size --nnodes --node-rank
  --master-addr --master-port --distributed-executor-backend --worker-cls --worker-extension-cls --scheduler-cls
  --scheduling-policy --quantization --rope-scaling --rope-theta --limit-mm-per-prompt --mm-processor-kwargs
  --mm-processor-cache-gb --mm-encoder-tp-mode --media-io-kwargs --allowed-local-media-path --allowed-media-domains
  --speculative-config --compilation-config --cudagraph-capture-sizes --max-cudagraph-capture-size
  --kv-transfer-config --kv-events-config --additional-config --model-loader-extra-config --override-generation-config
  --generation-config --guided-decoding-backend --structured-outputs-config --reasoning-parser --tool-call-parser
  --chat-template --chat-template-content-format --response-role --uvicorn-log-level --root-path --middleware
  --allowed-origins --allowed-methods --allowed-headers --ssl-keyfile --ssl-certfile --ssl-ca-certs --max-lora-rank
  --max-loras --max-cpu-loras --lora-modules --lora-dtype --attention-backend --all2all-backend --moe-backend
  --runner --convert --otlp-traces-endpoint --profiler-config --api-server-count --uds --log-config-file
  --long-prefill-token-threshold --max-num-partial-prefills
  --max-long-partial-prefills --stream-interval --video-pruning-rate --numa-bind-nodes --numa-bind-cpus
`)

/** vLLM's own flags without a value. */
const ENGINE_SWITCHES = words(`
  --enforce-eager --trust-remote-code --enable-prefix-caching --no-enable-prefix-caching --enable-chunked-prefill
  --no-enable-chunked-prefill --enable-expert-parallel --enable-eplb --enable-sleep-mode --skip-mm-profiling
  --skip-tokenizer-init --disable-log-requests --enable-log-requests --disable-log-stats --disable-custom-all-reduce
  --disable-sliding-window --disable-hybrid-kv-cache-manager --no-disable-hybrid-kv-cache-manager
  --async-scheduling --no-async-scheduling --enable-auto-tool-choice --enable-lora --enable-prompt-embeds
  --enable-mm-embeds --enable-dbo --enable-server-load-tracking --enable-request-id-headers
  --enable-ssl-refresh --disable-fastapi-docs --disable-uvicorn-access-log --disable-frontend-multiprocessing
  --return-tokens-as-token-ids --calculate-kv-scales --interleave-mm-strings --language-model-only
  --data-parallel-hybrid-lb --data-parallel-external-lb --ray-workers-use-nsight --allow-credentials
  --enable-layerwise-nvtx-tracing --enable-flashinfer-autotune --no-enable-flashinfer-autotune --numa-bind
`)

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '-tp': '--tensor-parallel-size',
  '-pp': '--pipeline-parallel-size',
  '-dp': '--data-parallel-size',
  '-dpl': '--data-parallel-size-local',
  '-q': '--quantization',
  '-O': '--compilation-config',
  '-cc': '--compilation-config',
  '-ep': '--enable-expert-parallel',
  '-n': '--nnodes',
  '-r': '--node-rank',
  '-asc': '--api-server-count',
  '-oma': '--omni-master-address',
  '-omp': '--omni-master-port',
  '-ora': '--omni-replica-address',
}

/** Every flag of the table, by name. */
export const FLAGS: ReadonlyMap<string, FlagInfo> = new Map(
  [
    ...ENGINE_VALUES.map(name => value(name)),
    ...ENGINE_SWITCHES.map(name => toggle(name)),
    ...OMNI_FLAGS,
  ].map(flag => [flag.name, flag]),
)

/** A flag as the table names it: short forms written out, underscores as dashes, without a dotted member. */
export function flagName(word: string): string {
  const [name = ''] = word.split('=')
  if (!name.startsWith('--')) return SHORT_NAMES[name] ?? name
  const [head = ''] = name.split('.')
  return `--${head.slice(2).replaceAll('_', '-')}`
}

/** The flags that a shortened one may stand for: argparse takes it when there is exactly one. */
export const flagsStartingWith = (name: string): readonly string[] =>
  name.startsWith('--') && name.length > 3 ? [...FLAGS.keys()].filter(flag => flag.startsWith(name)) : []
