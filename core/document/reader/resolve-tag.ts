/** Tags of YAML 1.1's own types, by their short names. */
export const YAML_TAG = 'tag:yaml.org,2002:'

export type CoreTag =
  | 'null'
  | 'bool'
  | 'int'
  | 'float'
  | 'timestamp'
  | 'merge'
  | 'value'
  | 'str'
  | 'binary'
  | 'seq'
  | 'map'
  | 'set'
  | 'omap'
  | 'pairs'

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const NULL = /^(?:~|null|Null|NULL|)$/
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const TIMESTAMP =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)$/

/**
 * The type of a plain scalar by its text, as PyYAML's implicit resolvers decide: `on` and `yes` are booleans but `y`
 * and `n` are not, `017` is octal, `1:30` base 60, and `1e3` a string for want of a dot and a sign.
 */
export function resolvePlain(text: string): CoreTag {
  const first = text.charCodeAt(0)
  if (Number.isNaN(first)) return 'null'
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2b || first === 0x2e) {
    if (FLOAT.test(text)) return 'float'
    if (INT.test(text)) return 'int'
    return first >= 0x30 && first <= 0x39 && TIMESTAMP.test(text) ? 'timestamp' : 'str'
  }
  if (text.length > 5) return 'str'
  if (BOOL.test(text)) return 'bool'
  if (NULL.test(text)) return 'null'
  if (text === '<<') return 'merge'
  return text === '=' ? 'value' : 'str'
}
