import { Command } from 'commander'
import { analyze } from '../../core/analyze.ts'
import { formatBytes } from '../../core/bench/format.ts'
import type { KvPlan, KvTransfer } from '../../core/contract/effective.ts'
import { toPlain } from '../../core/value/index.ts'
import { type ContextOptions, contextOf, withContextOptions } from './input/context.ts'
import { readSource } from './input/sources.ts'
import { EXIT, print } from './output.ts'

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

function sizes({
  bytesPerRank,
  bytesFormula,
  poolNeedBytes,
  poolFormula,
  poolSizeBytes,
}: KvTransfer): string[] {
  const bytes =
    bytesPerRank === null
      ? ['  bytes per rank: not known for this model']
      : [`  bytes per rank: ${formatBytes(bytesPerRank)} (${bytesFormula ?? ''})`]
  if (poolNeedBytes === null) return bytes
  const pool = poolSizeBytes === null ? '' : ` of a pool of ${formatBytes(poolSizeBytes)}`
  return [...bytes, `  pool need: ${formatBytes(poolNeedBytes)}${pool} (${poolFormula ?? ''})`]
}

function transferText(transfer: KvTransfer): string {
  const { from, to, connectorName, needSend, needRecv, fromTp, toTp, problem, pairs, keysPerRequest } =
    transfer
  return [
    `${from}->${to} over ${connectorName ?? 'no connector'}: TP ${fromTp} -> TP ${toTp}`,
    `  need_send_cache: ${yesNo(needSend)}, need_recv_cache: ${yesNo(needRecv)}`,
    ...(problem === null ? [] : [`  ${problem}`]),
    `  keys per request: ${keysPerRequest}`,
    ...pairs.map(({ fromRank, toRank, key }) => `    rank ${fromRank} -> rank ${toRank}: ${key}`),
    ...sizes(transfer),
  ].join('\n')
}

const text = ({ transfers }: KvPlan): string =>
  transfers.length === 0 ? 'No edge transfers KV cache.' : transfers.map(transferText).join('\n\n')

const json = (plan: KvPlan): string =>
  JSON.stringify(
    {
      ...plan,
      stages: plan.stages.map(stage => ({
        ...stage,
        connectorConfig: toPlain(stage.connectorConfig),
        criteria: toPlain(stage.criteria),
      })),
    },
    null,
    2,
  )

/** Prints what each KV transfer moves: rank pairs, keys, bytes and the pool that it needs. */
export const kvCommand = (): Command =>
  withContextOptions(new Command('kv'))
    .description('print the KV transfers: which rank feeds which, keys, bytes and pool need')
    .argument('<file>', 'stage configuration, or - for standard input')
    .option('--json', 'print the plan as JSON')
    .action(async (file: string, options: ContextOptions & { readonly json?: true }) => {
      const source = await readSource(file)
      const { document, kv } = analyze(source.text, await contextOf(options, source))
      await print(options.json ? json(kv) : text(kv))
      if (!document.ok || kv.transfers.some(({ problem }) => problem !== null)) process.exitCode = EXIT.errors
    })
