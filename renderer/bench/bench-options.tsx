import { computeMsOf, DRILL_TIMEOUT_MS, withComputeMs } from '../../core/bench/plan.ts'
import type { BenchOptions } from '../../core/bench/types.ts'
import type { EdgeView } from '../../core/contract/analysis.ts'
import { NumberField, stageLabel } from '../panel/index.ts'
import { Checkbox } from '../ui/index.ts'
import { exactOptions } from './exact-options.ts'
import { LoadOptions } from './load-options.tsx'
import { MoreOptions } from './more-options.tsx'
import type { BenchOptionsFormProps, PartProps } from './option-parts.ts'
import { DRILLS, MODES } from './option-words.ts'
import { PayloadOptions, SizeOptions } from './payload-options.tsx'

/** Everything that a run can be told; what the chosen mode does not use is left out. */
export function BenchOptionsForm(props: BenchOptionsFormProps) {
  const { options, disabled } = props
  const set = (patch: { readonly [K in keyof BenchOptions]?: BenchOptions[K] | undefined }) =>
    props.onChange(exactOptions({ ...options, ...patch }))
  return (
    <div className="sw-bench-options">
      <p className="sw-muted">{MODES.find(({ value }) => value === options.mode)?.about}</p>
      <LoadOptions {...props} set={set} />
      {options.mode !== 'sweep' && <PayloadOptions {...props} set={set} />}
      {options.mode === 'sweep' && <SizeOptions {...props} set={set} />}
      {options.mode === 'drill' && <Drills {...props} set={set} />}
      {(options.mode === 'flow' || options.mode === 'load') && <Compute {...props} set={set} />}
      <details className="sw-form-group">
        <summary>More</summary>
        <MoreOptions {...props} set={set} />
      </details>
      {props.edges.length > 1 && (
        <details className="sw-form-group" open={options.edges !== undefined}>
          <summary>
            Edges{' '}
            {options.edges === undefined ? '(all)' : `(${options.edges.length} of ${props.edges.length})`}
          </summary>
          <EdgeChoice
            edges={props.edges}
            chosen={options.edges}
            disabled={disabled}
            onChange={edges => set({ edges })}
          />
        </details>
      )}
    </div>
  )
}

function Drills({ options, disabled, set }: PartProps) {
  const all = DRILLS.map(({ value }) => value)
  const chosen = options.drills ?? all
  return (
    <>
      <NumberField
        label="Time-out (s)"
        hint="Drills that wait for it wait this long; the runtime waits 30 to 300 s."
        fraction
        disabled={disabled}
        minimum={0.1}
        maximum={3600}
        value={(options.drillTimeoutMs ?? DRILL_TIMEOUT_MS) / 1000}
        onChange={seconds => set({ drillTimeoutMs: seconds * 1000 })}
      />
      <fieldset className="sw-bench-checks" disabled={disabled}>
        <legend>What to break</legend>
        {DRILLS.map(({ value, label }) => (
          <Checkbox
            key={value}
            label={label}
            checked={chosen.includes(value)}
            onChange={checked =>
              set({ drills: all.filter(drill => (drill === value ? checked : chosen.includes(drill))) })
            }
          />
        ))}
      </fieldset>
    </>
  )
}

function Compute({ options, stages, disabled, set }: PartProps) {
  return (
    <details className="sw-form-group" open={options.computeMs !== undefined}>
      <summary>Compute time per stage</summary>
      {stages.map(stage => (
        <NumberField
          key={stage.id}
          label={`${stageLabel(stage)} (ms)`}
          fraction
          disabled={disabled}
          minimum={0}
          maximum={3_600_000}
          value={computeMsOf(options, stage.id)}
          onChange={time => {
            set({ computeMs: withComputeMs(options, stage.id, time) })
          }}
        />
      ))}
    </details>
  )
}

function EdgeChoice(props: {
  readonly edges: readonly EdgeView[]
  readonly chosen: readonly string[] | undefined
  readonly disabled: boolean
  readonly onChange: (edges: readonly string[] | undefined) => void
}) {
  const all = props.edges.map(edge => edge.id)
  const chosen = props.chosen ?? all
  const toggle = (id: string, checked: boolean) => {
    const next = all.filter(other => (other === id ? checked : chosen.includes(other)))
    props.onChange(next.length === all.length ? undefined : next)
  }
  return (
    <fieldset className="sw-bench-checks" disabled={props.disabled}>
      <legend className="sw-hidden">Edges to run</legend>
      {props.edges.map(edge => (
        <Checkbox
          key={edge.id}
          label={`${edge.from} → ${edge.to} ${edge.connectorName}`}
          checked={chosen.includes(edge.id)}
          disabled={props.disabled || (chosen.length === 1 && chosen[0] === edge.id)}
          onChange={checked => toggle(edge.id, checked)}
        />
      ))}
    </fieldset>
  )
}
