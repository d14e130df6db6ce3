import type { ExtraKey, ExtraType, ExtraUnit } from './types.ts'

interface StreamingKey {
  readonly types: readonly ExtraType[]
  readonly unit?: ExtraUnit
  readonly minimum?: number
  readonly meaning: string
}

const KEYS: Readonly<Record<string, StreamingKey>> = {
  codec_streaming: {
    types: ['boolean'],
    meaning: 'Send codec frames chunk by chunk instead of all at the end.',
  },
  codec_chunk_frames: {
    types: ['integer'],
    unit: 'frames',
    minimum: 1,
    meaning: 'New codec frames per chunk once the stream is running.',
  },
  codec_left_context_frames: {
    types: ['integer'],
    unit: 'frames',
    minimum: 0,
    meaning: 'Frames already sent that go along again, so that the decoder has its receptive field.',
  },
  codec_right_holdback_frames: {
    types: ['integer'],
    unit: 'frames',
    minimum: 0,
    meaning: 'Newest frames that are held back, so that the last emitted ones have future context.',
  },
  initial_codec_chunk_frames: {
    types: ['integer'],
    unit: 'frames',
    minimum: 0,
    meaning: 'Size of the first chunk; smaller gives the first sound earlier.',
  },
  codec_chunk_ramp: {
    types: ['integer-list'],
    unit: 'frames',
    meaning: 'Chunk sizes of the first chunks, before codec_chunk_frames holds.',
  },
  codec_vocab_size: {
    types: ['integer'],
    unit: 'count',
    minimum: 1,
    meaning: 'Number of codec tokens; ids at or above it are control tokens.',
  },
  connector_get_sleep_s: {
    types: ['number', 'integer'],
    unit: 'seconds',
    minimum: 0,
    meaning: 'Pause between two looks for a chunk.',
  },
  connector_get_max_wait_first_chunk: {
    types: ['integer'],
    unit: 'polls',
    minimum: 1,
    meaning:
      'Looks for the first chunk before the stage gives up; times connector_get_sleep_s it is a duration.',
  },
  connector_get_max_wait: {
    types: ['integer'],
    unit: 'polls',
    minimum: 1,
    meaning: 'Looks for every later chunk before the stage gives up.',
  },
  talker_first_audio: {
    types: ['boolean'],
    meaning: 'Let the talker start before the thinker has finished its answer.',
  },
  max_num_seqs: {
    types: ['integer'],
    unit: 'count',
    minimum: 1,
    meaning: 'Streams that the stage processor keeps at once.',
  },
  ref_code_context_frames: {
    types: ['integer'],
    unit: 'frames',
    minimum: 0,
    meaning: 'Bound on the reference voice frames that go along as context.',
  },
  decode_cudagraph_capture_sizes: {
    types: ['integer-list'],
    unit: 'frames',
    meaning: 'Frame counts that the decoder captures CUDA graphs for.',
  },
  decode_cudagraph_batch_sizes: {
    types: ['integer-list'],
    unit: 'count',
    meaning: 'Batch sizes that the decoder captures CUDA graphs for.',
  },
  decode_compile_shapes: {
    types: ['integer-list'],
    meaning: 'Shapes that the decoder compiles ahead of time.',
  },
  decode_batch_max_size: {
    types: ['integer'],
    unit: 'count',
    minimum: 1,
    meaning: 'Chunks that one decoder step takes together.',
  },
  decode_batch_bucket_frames: {
    types: ['integer-list'],
    unit: 'frames',
    meaning: 'Frame counts that chunks are padded to before they are decoded together.',
  },
  decode_enable_tf32: { types: ['boolean'], meaning: 'Allow TF32 in the decoder.' },
  code_predictor_prefix_graphs: {
    types: ['boolean'],
    meaning: 'Capture CUDA graphs of the code predictor per prefix length.',
  },
  code_predictor_prefix_graph_buckets: {
    types: ['integer-list'],
    unit: 'count',
    meaning: 'Batch sizes of the code predictor graphs.',
  },
  code_predictor_prefix_graph_seq_lens: {
    types: ['integer-list'],
    unit: 'count',
    meaning: 'Sequence lengths of the code predictor graphs.',
  },
}

/**
 * Keys of `extra` that no connector reads: the model's stage processors take them from the connector's
 * configuration, whatever its class (runtime: stage input processors of the speech pipelines).
 */
export const STREAMING_KEYS: readonly ExtraKey[] = Object.entries(KEYS).map(([name, key]) => ({
  name,
  ...key,
  internal: false,
  reader: 'stage-processor',
}))
