import { formatBytes } from '../../core/bench/format.ts'
import type { KvTransfer } from '../../core/contract/effective.ts'
import type { WorkerKv, WorkerKvLink } from '../../core/worker/types.ts'
import { Alert, Facts } from '../panel/index.ts'
import { type Column, DataTable, EmptyState } from '../ui/index.ts'
import { RankMap } from './rank-map.tsx'

/** The KV cache's way out of and into one worker: configuration, keys, ranks, bytes. */
export function KvSection(props: { readonly kv: WorkerKv; readonly transfers: readonly KvTransfer[] }) {
  const { kv, transfers } = props
  const idle = kv.config === null && kv.sends.length + kv.receives.length + transfers.length === 0
  if (idle && kv.problems.length === 0)
    return <EmptyState title="No KV transfer">This stage neither sends nor waits for a KV cache.</EmptyState>
  return (
    <>
      {[...new Set(kv.problems)].map(problem => (
        <Alert key={problem} tone="error">
          {problem}
        </Alert>
      ))}
      {kv.port !== null && (
        <p className="sw-resolved-about">
          Listens on port <b>{kv.port}</b>
          {kv.formula !== null && <code> {kv.formula}</code>}
        </p>
      )}
      <Links title="Puts under these keys" links={kv.sends} />
      <Links title="Waits for these keys" links={kv.receives} />
      {transfers.map(transfer => (
        <Transfer key={`${transfer.from} ${transfer.to}`} transfer={transfer} />
      ))}
      {kv.config !== null && (
        <>
          <h3 className="sw-panel-heading">omni_kv_config as the worker gets it</h3>
          <pre className="sw-resolved-json">{JSON.stringify(kv.config, null, 2)}</pre>
        </>
      )}
    </>
  )
}

function Links({ title, links }: { readonly title: string; readonly links: readonly WorkerKvLink[] }) {
  if (links.length === 0) return null
  return (
    <>
      <h3 className="sw-panel-heading">{title}</h3>
      <div className="sw-resolved-table">
        <DataTable
          label={title}
          columns={LINK_COLUMNS}
          rows={links}
          rowKey={link => `${link.peer} ${link.peerRank} ${link.key}`}
        />
      </div>
    </>
  )
}

const LINK_COLUMNS: readonly Column<WorkerKvLink>[] = [
  { id: 'peer', header: 'Stage', cell: link => link.peer },
  { id: 'rank', header: 'Rank', align: 'end', cell: link => link.peerRank },
  { id: 'key', header: 'Key', cell: link => <code>{link.key}</code> },
  { id: 'port', header: 'Port', align: 'end', cell: link => link.port ?? '–' },
]

function Transfer({ transfer }: { readonly transfer: KvTransfer }) {
  const { from, to, fromTp, toTp } = transfer
  return (
    <section aria-label={`KV transfer ${from} to ${to}`}>
      <h3 className="sw-panel-heading">
        {from}→{to}: TP {fromTp} to TP {toTp}
      </h3>
      {transfer.problem !== null && <Alert tone="error">{transfer.problem}</Alert>}
      <div className="sw-resolved-kv">
        <RankMap transfer={transfer} />
        <Facts items={transferFacts(transfer)} />
      </div>
    </section>
  )
}

const transferFacts = (transfer: KvTransfer): readonly (readonly [string, string])[] => [
  ['Sender', transfer.needSend ? 'sends' : 'need_send_cache is not set'],
  ['Receiver', transfer.needRecv ? 'waits' : 'need_recv_cache is not set'],
  ['Connector', transfer.connectorName ?? 'none'],
  ['Keys per request', String(transfer.keysPerRequest)],
  [
    'Bytes per rank',
    transfer.bytesPerRank === null
      ? 'the model’s dimensions are not known'
      : `${formatBytes(transfer.bytesPerRank)}: ${transfer.bytesFormula ?? ''}`,
  ],
  ...(transfer.poolNeedBytes === null
    ? []
    : ([
        ['Pool need', `${formatBytes(transfer.poolNeedBytes)}: ${transfer.poolFormula ?? ''}`],
        ['Pool size', transfer.poolSizeBytes === null ? 'not known' : formatBytes(transfer.poolSizeBytes)],
      ] as const)),
]
