import { fail, ok, type Result } from '../../core/contract/result.ts'
import { unsetVariables } from '../../core/resolve/environment.ts'

type Environment = Readonly<Record<string, string>>

/** The environment as lines `NAME=value`. */
export const envText = (env: Environment): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')

/**
 * Reads lines `NAME=value`; blank lines and those that begin with `#` are left out, `export ` in front and quotes
 * around a value are taken off.
 */
export function readEnv(text: string): Result<Environment> {
  const env: Record<string, string> = {}
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim().replace(/^export\s+/, '')
    if (line === '' || line.startsWith('#')) continue
    const match = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line)
    if (match === null) return fail('env', `Line ${index + 1}: write NAME=value.`)
    Object.defineProperty(env, match[1] ?? '', {
      value: unquoted(match[2] ?? ''),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return ok(env)
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value

/** Variables that the text refers to and the environment does not give; comments are not looked at. */
export const missingVariables = (text: string, env: Environment): readonly string[] => {
  const content = text.replaceAll(/(^|\s)#[^\r\n]*/g, '$1')
  const references = content.match(/\$(?:\{[^}\r\n]+\}|[A-Za-z_]\w*)/g) ?? []
  return unsetVariables(references.join(' ')).filter(name => !Object.hasOwn(env, name))
}
