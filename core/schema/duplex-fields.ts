import { field } from './field.ts'
import type { FieldInfo, FieldUnit } from './types.ts'

const positive = (
  key: string,
  title: string,
  description: string,
  initial: number,
  unit: FieldUnit,
  nullable = false,
): FieldInfo =>
  field(key, unit === 'seconds' ? ['number', 'integer'] : 'integer', title, description, {
    unit,
    default: initial,
    exclusiveMinimum: 0,
    nullable,
    group: 'session',
  })

/** `duplex_session`: everything but the warm-up must be positive. */
export const DUPLEX_FIELDS: readonly FieldInfo[] = [
  positive(
    'idle_ttl_s',
    'Idle limit',
    'An idle session ends after this long; null never ends it.',
    300,
    'seconds',
    true,
  ),
  positive('disconnect_grace_s', 'Grace', 'How long a lost connection may come back.', 30, 'seconds'),
  positive('reaper_interval_s', 'Reaper', 'Pause between two looks for dead sessions.', 5, 'seconds'),
  positive('resume_replay_ttl_s', 'Replay', 'How long output is kept for a resumed session.', 60, 'seconds'),
  positive(
    'resume_replay_max_bytes_per_session',
    'Replay size',
    'Output kept per session.',
    8 * 1024 ** 2,
    'bytes',
  ),
  positive(
    'max_pending_input_bytes_per_session',
    'Input waiting',
    'Input that may wait per session.',
    16 * 1024 ** 2,
    'bytes',
  ),
  positive('max_pending_turns_per_session', 'Turns waiting', 'Turns that may wait per session.', 4, 'count'),
  positive('max_sessions', 'Sessions', 'Sessions at once.', 1, 'count'),
  positive(
    'completed_append_cache_size',
    'Append cache',
    'Finished appends that are remembered.',
    256,
    'count',
  ),
  field('server_vad_model_path', 'text', 'Voice activity model', 'Model that finds the ends of turns.', {
    group: 'session',
  }),
  field('warmup_frames', 'integer', 'Warm-up', 'Frames fed before the first session.', {
    unit: 'frames',
    minimum: 0,
    default: 0,
    nullable: false,
    group: 'session',
  }),
]
