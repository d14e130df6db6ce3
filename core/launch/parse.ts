import { parseBytes } from '../bench/format.ts'
import { FLAGS, flagName, flagsStartingWith } from './flags.ts'
import { readServices } from './services.ts'
import { readShell, type ShellStatement, type ShellWord } from './shell.ts'
import type { LaunchCommand, LaunchFlag, LaunchProcess, LaunchService } from './types.ts'

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/
/** Commands within commands (`ssh host "…"`, `bash -c "…"`) are followed this deep. */
const DEEPEST = 3

/** What surrounds a statement: variables exported before it, and the host and container it runs in. */
interface Surroundings {
  readonly env: Readonly<Record<string, string>>
  readonly host: string | null
  readonly shmBytes: number | null
  readonly depth: number
}

function assignment(word: string): readonly [string, string] | null {
  const match = ASSIGNMENT.exec(word)
  return match === null ? null : [match[1] ?? '', match[2] ?? '']
}

const baseName = (word: string): string => word.split('/').at(-1) ?? word

/** Position of the first word after `vllm serve`; -1 where the statement serves nothing. */
function serveArguments(words: readonly string[]): number {
  for (const [index, word] of words.entries()) {
    const name = baseName(word)
    if ((name === 'vllm' || name === 'vllm-omni') && words[index + 1] === 'serve') return index + 2
    if (name === 'vllm.entrypoints.openai.api_server' && words[index - 1] === '-m') return index + 1
  }
  return -1
}

/** Variables and container options in front of a command: assignments, `env`, `docker run -e … --shm-size …`. */
function readFront(words: readonly string[], around: Surroundings): Surroundings {
  const env: Record<string, string> = { ...around.env }
  let { host, shmBytes } = around
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? ''
    const option = flagName(word)
    const given = word.includes('=') ? word.slice(word.indexOf('=') + 1) : next
    const variable =
      word === '-e' || option === '--env' ? assignment(word === '-e' ? next : given) : assignment(word)
    if (variable !== null) env[variable[0]] = variable[1]
    if (option === '--shm-size') shmBytes = parseBytes(given) ?? shmBytes
    if (baseName(word) === 'ssh' && next !== '') host = hostOfSsh(words.slice(index + 1)) ?? host
  }
  return { ...around, env, host, shmBytes }
}

/** The first word after `ssh` that is no option, without the user. */
function hostOfSsh(words: readonly string[]): string | null {
  const target = words.find(
    (word, index) => !word.startsWith('-') && !/^-[pliFoJ]$/.test(words[index - 1] ?? ''),
  )
  return target === undefined ? null : (target.split('@').at(-1) ?? null)
}

/** A word that is one variable as a whole stands for what the command itself set it to. */
function expand(word: string, env: Surroundings['env']): string {
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(word)
  const known = name === null ? '' : (name[1] ?? name[2] ?? '')
  return Object.hasOwn(env, known) ? (env[known] ?? word) : word
}

function readFlags(words: readonly string[]): Pick<LaunchProcess, 'flags' | 'model'> {
  const flags: LaunchFlag[] = []
  let model: string | null = null
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (!word.startsWith('-') || word === '-') {
      model ??= word
      continue
    }
    const written = flagName(word)
    const name = knownName(written)
    const equals = word.indexOf('=')
    const next = words[index + 1]
    const takesValue = FLAGS.get(name)?.kind !== 'switch'
    if (equals !== -1) flags.push({ name, written: word.slice(0, equals), value: word.slice(equals + 1) })
    else if (takesValue && next !== undefined && !/^-{1,2}[A-Za-z]/.test(next)) {
      flags.push({ name, written: word, value: next })
      index += 1
    } else flags.push({ name, written: word, value: null })
  }
  return { flags, model: flags.find(flag => flag.name === '--model')?.value ?? model }
}

/** argparse takes the beginning of a flag for the whole where only one begins so. */
function knownName(name: string): string {
  if (FLAGS.has(name)) return name
  const [only, ...others] = flagsStartingWith(name)
  return only !== undefined && others.length === 0 ? only : name
}

interface Found {
  readonly processes: LaunchProcess[]
  readonly services: LaunchService[]
}

/** Words of a statement that hold a command of their own: what `ssh` and `sh -c` run. */
function nestedCommands(words: readonly string[]): readonly string[] {
  return words.filter(
    word => /\s/.test(word) && /\b(?:vllm|vllm-omni)\s+serve\b|\bmooncake_master\b/.test(word),
  )
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

function readStatement(statement: ShellStatement, line: number, around: Surroundings, to: Found): void {
  const words = statement.map(word => word.text)
  const at = serveArguments(words)
  if (at !== -1) {
    const { env, host, shmBytes } = readFront(words.slice(0, at), around)
    const rest = words.slice(at).map(word => expand(word, env))
    to.processes.push({ ...readFlags(rest), env, host, shmBytes, line })
    return
  }
  const front = readFront(words, around)
  if (around.depth < DEEPEST)
    for (const command of nestedCommands(words))
      readText(command, { ...front, depth: around.depth + 1 }, line, to)
  to.services.push(...readServices(words, front.host))
}

/** Variables that stay for the statements after: `export A=1`, or assignments alone. */
function exported(words: readonly ShellWord[]): Readonly<Record<string, string>> {
  const [first, ...rest] = words
  const assigned = first?.text === 'export' ? rest : words
  const pairs = assigned.map(word => assignment(word.text))
  return pairs.every(pair => pair !== null) ? Object.fromEntries(pairs) : {}
}

function readText(text: string, around: Surroundings, line: number | null, to: Found): void {
  let env = around.env
  for (const statement of readShell(text)) {
    const [first] = statement
    const kept = exported(statement)
    if (Object.keys(kept).length > 0) env = { ...env, ...kept }
    else readStatement(statement, line ?? lineOf(text, first?.start ?? 0), { ...around, env }, to)
  }
}

/**
 * Reads what starts a deployment: shell lines with one `vllm serve` or several, plain, behind `ssh`, in a container.
 * Total: what is no such command is passed over, and a text without any gives no process.
 */
export function parseLaunch(text: string): LaunchCommand {
  const found: Found = { processes: [], services: [] }
  readText(text, { env: {}, host: null, shmBytes: null, depth: 0 }, null, found)
  return found
}
