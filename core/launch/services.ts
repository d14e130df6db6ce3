import type { LaunchService } from './types.ts'

interface ServiceInfo {
  readonly program: string
  /** Words that must be there too; `ray` starts a server only with `start --head`. */
  readonly needs: readonly string[]
  readonly ports: readonly {
    readonly name: string
    readonly flags: readonly string[]
    readonly initial: number
  }[]
}

/** Servers that people start beside vLLM-Omni, with the ports that they listen on. */
const SERVICES: readonly ServiceInfo[] = [
  {
    program: 'mooncake_master',
    needs: [],
    ports: [
      { name: 'the Mooncake master', flags: ['--rpc-port', '--port', '-port'], initial: 50051 },
      { name: 'the metrics of the Mooncake master', flags: ['--metrics-port'], initial: 9003 },
    ],
  },
  {
    program: 'ray',
    needs: ['start', '--head'],
    ports: [{ name: 'the Ray head', flags: ['--port'], initial: 6379 }],
  },
]

/** `-rpc_port`, `--rpc_port` and `--rpc-port=1` are one flag to these programs. */
const plain = (word: string): string =>
  (word.split('=')[0] ?? '').replaceAll('_', '-').replace(/^-(?=[a-z]{2})/, '--')

function portOf(words: readonly string[], flags: readonly string[]): number | null {
  const index = words.findIndex(word => flags.includes(plain(word)))
  const word = words[index]
  if (word === undefined) return null
  const port = Number(word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[index + 1])
  return Number.isInteger(port) && port > 0 && port <= 65535 ? port : null
}

/** What a statement starts of these servers. */
export function readServices(words: readonly string[], host: string | null): readonly LaunchService[] {
  return SERVICES.flatMap(({ program, needs, ports }) => {
    const at = words.findIndex(word => word.split('/').at(-1) === program)
    const rest = words.slice(at + 1)
    if (at === -1 || !needs.every(need => rest.includes(need))) return []
    return ports.map(({ name, flags, initial }) => ({ name, host, port: portOf(rest, flags) ?? initial }))
  })
}
