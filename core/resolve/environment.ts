import type { Result } from '../contract/index.ts'
import { isString, type PyInt, type PyValue, pyInt } from '../value/index.ts'
import { attempt, type RuntimeFault, raise, raiseNative } from './fault.ts'
import { addInts, moduloInt, reprOf } from './python.ts'

/** Variables of the launch. Only own properties count, so `__proto__` is a name like any other. */
export type Environment = Readonly<Record<string, string>>

const variable = (env: Environment, name: string): string | undefined =>
  Object.hasOwn(env, name) ? env[name] : undefined

/** Python's `os.path.expandvars` on POSIX: one pass, unset names stay, values are not expanded again. */
export const expandVariables = (text: string, env: Environment): string =>
  text.replace(
    /\$(?:([0-9A-Za-z_]+)|\{([^}]*)\})/g,
    (whole: string, bare: string | undefined, braced: string | undefined) =>
      variable(env, bare ?? braced ?? '') ?? whole,
  )

const LEFTOVER = /\$\{([^}]+)\}|\$([A-Za-z_][A-Za-z0-9_]*)|%([^%]+)%/g

/** Names that an expanded text still refers to, once each, in order. */
export const unsetVariables = (expanded: string): readonly string[] => [
  ...new Set(Array.from(expanded.matchAll(LEFTOVER), match => match[1] ?? match[2] ?? match[3] ?? '')),
]

/** {@link expandEnvInt} for code inside the resolver: raises. */
export function expandInt(value: PyValue, field: string, env: Environment): PyInt {
  const expanded = isString(value) ? expandVariables(value, env) : value
  const unset = isString(expanded) ? unsetVariables(expanded) : []
  if (unset.length > 0)
    raise(
      'EnvVarExpansionError',
      `${field} references unset environment variable(s): ${unset.join(', ')}. Original value: ${reprOf(value)}`,
    )
  const result = pyInt(expanded)
  if (result.ok) return result.value
  if (result.error.code === 'OverflowError') return raiseNative('OverflowError', result.error.message)
  return raise(
    'ValueError',
    `${field} must be an integer after environment expansion, got ${reprOf(expanded)}`,
  )
}

/**
 * Expands `$NAME` and `${NAME}` in a text and reads it as an integer (runtime: `expand_env_int`). Numbers and
 * booleans go through `int()`. EnvVarExpansionError for unset variables, ValueError for what is no integer; shell
 * defaults such as `${PORT:-5}` count as the unset variable `PORT:-5`.
 */
export const expandEnvInt = (
  value: PyValue,
  field: string,
  env: Environment = {},
): Result<PyInt, RuntimeFault> => attempt(() => expandInt(value, field, env))

const LOCAL_RANK_NAMES = [
  'LOCAL_RANK',
  'VLLM_LOCAL_RANK',
  'OMPI_COMM_WORLD_LOCAL_RANK',
  'MV2_COMM_WORLD_LOCAL_RANK',
]
const GLOBAL_RANK_NAMES = ['RANK', 'RANK_ID']

function integerVariable(env: Environment, name: string): PyInt | null {
  const text = variable(env, name)
  if (text === undefined) return null
  const result = pyInt(text)
  return result.ok ? result.value : null
}

/** Number of visible devices; 0 when the environment does not limit them. */
function visibleDeviceCount(env: Environment): number {
  const visible = variable(env, 'ASCEND_RT_VISIBLE_DEVICES') || variable(env, 'CUDA_VISIBLE_DEVICES') || ''
  return visible.split(',').filter(item => item.trim() !== '').length
}

/**
 * The TP rank of a process whose tensor-parallel group is not up yet (runtime: `get_connector_local_rank`): a local
 * rank variable, else the global rank modulo the number of visible devices, else 0. Negative values are kept.
 */
export function getConnectorLocalRank(env: Environment): PyInt {
  for (const name of LOCAL_RANK_NAMES) {
    const rank = integerVariable(env, name)
    if (rank !== null) return rank
  }
  for (const name of GLOBAL_RANK_NAMES) {
    const rank = integerVariable(env, name)
    if (rank === null) continue
    const count = visibleDeviceCount(env)
    return count === 0 ? rank : moduloInt(rank, count)
  }
  return 0
}

/** The replica that a process belongs to (runtime: `get_omni_replica_id`); unreadable or negative is 0. */
export function getOmniReplicaId(env: Environment): PyInt {
  const replica = integerVariable(env, 'VLLM_OMNI_REPLICA_ID') ?? 0
  return replica > 0 ? addInts(replica) : 0
}
