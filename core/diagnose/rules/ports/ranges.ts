import { pyInt } from '../../../value/index.ts'
import { type Engine, enginesOf } from '../../engines.ts'
import { SINCE_JULY_2026 } from '../../targets.ts'
import type { FindingDraft, Rule } from '../../types.ts'
import { fieldPlace, type RuleView, stagePlace } from '../../view.ts'

const edgeOf = ({ edge }: Engine) => ({ from: edge.from, to: edge.to })

/** The sender's id as an integer; null for a name. */
export function senderNumber(engine: Engine): number | null {
  const id = pyInt(engine.edge.from)
  return id.ok ? Number(id.value) : null
}

function badSender(view: RuleView, engine: Engine): readonly FindingDraft[] {
  const { edge, label } = engine
  const { checked, integerIds, stageLimit, rankStride } = view.runtime.ports
  const number = senderNumber(engine)
  const shared = {
    place: stagePlace(view, edge.from),
    stages: [edge.from],
    edges: [edgeOf(engine)],
    ...(checked ? {} : { severity: 'warning' as const, consequence: 'silently-wrong' as const }),
  }
  const user = `connector ${label ?? engine.name}`
  if (number === null)
    return [
      {
        ...shared,
        message: integerIds
          ? `Stage ${edge.from} sends over ${user}, whose ports need a number as the sender's id: the runtime raises ValueError. Number the stages from 0.`
          : `Stage ${edge.from} sends over ${user}, and an id that is no number counts as 0 in its ports: they are those of stage 0. Number the stages from 0.`,
        arithmetic: integerIds ? null : `${engine.base} + 0 instead of ${engine.base} + ${edge.from}`,
      },
    ]
  if (number >= 0 && number < stageLimit) return []
  return [
    {
      ...shared,
      message: checked
        ? `Stage ${edge.from} sends over ${user}, whose ports have room for the ids 0 to ${stageLimit - 1}: the runtime raises ValueError. Give the sender a smaller id.`
        : `Stage ${edge.from} sends over ${user}: ids from ${stageLimit} on reach into the ports of the next TP rank, ${rankStride} further on. Give the sender an id below ${stageLimit}.`,
      arithmetic: checked
        ? `${number} is not in [0, ${stageLimit})`
        : `0*${rankStride} + ${number} = ${Math.floor(number / rankStride)}*${rankStride} + ${number % rankStride}`,
    },
  ]
}

function badRank(view: RuleView, engine: Engine): readonly FindingDraft[] {
  const { rankStride, replicaStride } = view.runtime.ports
  const limit = replicaStride / rankStride
  const { sender } = engine
  if (sender === null || sender.tensorParallelSize <= limit) return []
  const field = view.field(sender.id, 'tensor_parallel_size')
  return [
    {
      severity: 'warning',
      consequence: 'silently-wrong',
      message: `Stage ${sender.id} has TP ${sender.tensorParallelSize}: its ranks from ${limit} on take the ports that the next replica's ranks would have. Keep TP at ${limit} or below, or use one replica.`,
      arithmetic: `${limit}*${rankStride} = 1*${replicaStride}`,
      place:
        field === null || field.source.provenance === 'default'
          ? stagePlace(view, sender.id)
          : fieldPlace(field),
      stages: [sender.id],
      edges: [edgeOf(engine)],
    },
  ]
}

/** One finding per sender: several edges of it share the cause. */
const oncePerSender = (engines: readonly Engine[]): readonly Engine[] => [
  ...new Map(engines.map(engine => [engine.edge.from, engine])).values(),
]

export const RANGES: Rule = {
  code: 'PORT-1',
  family: 'ports',
  title: 'Stage or rank out of the ports’ range',
  explanation:
    'A transfer engine’s port is `base + purpose + replica*1024 + rank*16 + from_stage`, so there is room for 16 sending stages and 64 ranks. The newest runtime checks the stage id and raises ValueError for one that is not in 0 to 15 or no integer. The one before checks nothing: stage 16 takes the port of stage 0’s next rank, rank 64 that of the next replica, and an id that is no number counts as 0.',
  source: 'compute_connector_zmq_port; _apply_transfer_engine_ports before it',
  targets: SINCE_JULY_2026,
  severity: 'error',
  consequence: 'raises',
  check: view =>
    oncePerSender(enginesOf(view)).flatMap(engine => [...badSender(view, engine), ...badRank(view, engine)]),
}
