import { parseBytes } from '../../core/bench/format.ts'
import type { BenchOptions } from '../../core/bench/types.ts'
import type { EdgeView, StageView } from '../../core/contract/analysis.ts'
import type { Pipeline } from '../../core/pipelines/index.ts'
import { exactBytes, NumberField, stageLabel, TextField } from '../panel/index.ts'
import { Checkbox, Field, Select } from '../ui/index.ts'
import { exactOptions } from './exact-options.ts'
import { DRILLS, MODES, SIZE_SETS, sizeSet } from './option-words.ts'
import { MAX_PAYLOAD } from './payload-choice.ts'
import { PayloadFields } from './payload-fields.tsx'

export interface BenchOptionsFormProps {
  readonly options: BenchOptions
  readonly stages: readonly StageView[]
  readonly edges: readonly EdgeView[]
  readonly pipeline: Pipeline | null
  /** What each edge of the pipeline usually carries. */
  readonly usual: BenchOptions['edgePayloads']
  readonly disabled: boolean
  readonly onChange: (options: BenchOptions) => void
}

/** Everything that a run can be told; what the chosen mode does not use is left out. */
export function BenchOptionsForm(props: BenchOptionsFormProps) {
  const { options, disabled } = props
  const set = (patch: { readonly [K in keyof BenchOptions]?: BenchOptions[K] | undefined }) =>
    props.onChange(exactOptions({ ...options, ...patch }))
  return (
    <div className="sw-bench-options">
      <p className="sw-muted">{MODES.find(({ value }) => value === options.mode)?.about}</p>
      <Load {...props} set={set} />
      {options.mode !== 'sweep' && <Payload {...props} set={set} />}
      {options.mode === 'sweep' && <Sizes {...props} set={set} />}
      {options.mode === 'drill' && <Drills {...props} set={set} />}
      {(options.mode === 'flow' || options.mode === 'load') && <Compute {...props} set={set} />}
      <details className="sw-form-group">
        <summary>More</summary>
        <More {...props} set={set} />
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

interface PartProps extends BenchOptionsFormProps {
  readonly set: (patch: { readonly [K in keyof BenchOptions]?: BenchOptions[K] | undefined }) => void
}

function Load({ options, disabled, set }: PartProps) {
  const timed = options.mode === 'load' && options.durationMs !== undefined
  return (
    <>
      {options.mode === 'load' && (
        <Field label="Until" inline>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              disabled={disabled}
              value={timed ? 'time' : 'count'}
              options={[
                { value: 'count', label: 'a number of requests' },
                { value: 'time', label: 'a time has passed' },
              ]}
              onChange={value => set({ durationMs: value === 'time' ? 10_000 : undefined })}
            />
          )}
        </Field>
      )}
      {timed ? (
        <NumberField
          label="Seconds"
          fraction
          disabled={disabled}
          minimum={0.1}
          maximum={86_400}
          value={(options.durationMs ?? 0) / 1000}
          onChange={seconds => set({ durationMs: seconds * 1000 })}
        />
      ) : (
        <NumberField
          label={options.mode === 'flow' || options.mode === 'load' ? 'Requests' : 'Payloads per edge'}
          disabled={disabled}
          minimum={1}
          maximum={10_000_000}
          value={options.requests}
          onChange={requests => set({ requests })}
        />
      )}
      {options.mode === 'load' && (
        <>
          <NumberField
            label="In flight"
            disabled={disabled}
            minimum={1}
            maximum={1024}
            value={options.concurrency}
            onChange={concurrency => set({ concurrency })}
          />
          <Field label="Arrival" inline>
            {({ id, describedBy }) => (
              <Select
                id={id}
                aria-describedby={describedBy}
                disabled={disabled}
                value={options.loop}
                options={[
                  { value: 'closed', label: 'the next when one is done' },
                  { value: 'open', label: 'at a fixed rate' },
                ]}
                onChange={loop =>
                  set({ loop, ratePerSecond: loop === 'open' ? (options.ratePerSecond ?? 100) : undefined })
                }
              />
            )}
          </Field>
          {options.loop === 'open' && (
            <NumberField
              label="Requests per second"
              fraction
              disabled={disabled}
              minimum={0.001}
              maximum={1_000_000}
              value={options.ratePerSecond ?? 100}
              onChange={ratePerSecond => set({ ratePerSecond })}
            />
          )}
        </>
      )}
    </>
  )
}

function Payload({ options, usual, pipeline, edges, disabled, set }: PartProps) {
  const known = usual === undefined ? 0 : Object.keys(usual).length
  return (
    <>
      <PayloadFields
        payload={options.payload}
        pipeline={pipeline}
        edgeIds={edges.map(edge => edge.id)}
        disabled={disabled}
        onChange={payload => set({ payload })}
      />
      {known > 0 && (
        <Checkbox
          label={`The pipeline’s own payload on ${known === 1 ? 'one edge' : `${known} edges`}`}
          disabled={disabled}
          checked={options.edgePayloads !== undefined}
          onChange={checked => set({ edgePayloads: checked ? usual : undefined })}
        />
      )}
    </>
  )
}

function Sizes({ options, disabled, set }: PartProps) {
  const chosen = sizeSet(options.sizes)
  const sizes = options.sizes ?? SIZE_SETS[0].sizes
  const commit = (text: string): string | null => {
    const read = text.split(',').map(part => parseBytes(part))
    const bad = read.some(size => size === null || size > MAX_PAYLOAD)
    if (bad || read.length > 64) return 'Up to 64 sizes of at most 1 GiB, such as 1 KiB, 64 KiB, 1 MiB.'
    set({ sizes: read.flatMap(size => size ?? []) })
    return null
  }
  return (
    <>
      <Field label="Sizes" inline>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={disabled}
            value={chosen}
            options={[
              ...SIZE_SETS.map(({ value, label }) => ({ value, label })),
              ...(chosen === 'own' ? [{ value: 'own' as const, label: 'own list' }] : []),
            ]}
            onChange={value => set({ sizes: SIZE_SETS.find(set => set.value === value)?.sizes })}
          />
        )}
      </Field>
      <TextField
        label="List"
        disabled={disabled}
        value={sizes.map(exactBytes).join(', ')}
        onCommit={commit}
      />
    </>
  )
}

function Drills({ options, disabled, set }: PartProps) {
  const all = DRILLS.map(({ value }) => value)
  const chosen = options.drills ?? all
  return (
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
          value={options.computeMs?.[stage.id] ?? 0}
          onChange={time => {
            const { [stage.id]: _before, ...others } = options.computeMs ?? {}
            const next = time === 0 ? others : { ...others, [stage.id]: time }
            set({ computeMs: Object.keys(next).length === 0 ? undefined : next })
          }}
        />
      ))}
    </details>
  )
}

function More({ options, disabled, set }: PartProps) {
  return (
    <>
      <NumberField
        label="Warm-up"
        hint="Payloads that are sent first and not counted."
        disabled={disabled}
        minimum={0}
        maximum={1_000_000}
        value={options.warmup}
        onChange={warmup => set({ warmup })}
      />
      <NumberField
        label="Repetitions"
        disabled={disabled}
        minimum={1}
        maximum={1000}
        value={options.repetitions}
        onChange={repetitions => set({ repetitions })}
      />
      <Field label="Integrity" inline hint="Hash of both ends; never part of the timings.">
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={disabled}
            value={options.integrity}
            options={[
              { value: 'all', label: 'every payload' },
              { value: 'sampled', label: 'some payloads' },
              { value: 'off', label: 'off' },
            ]}
            onChange={integrity => set({ integrity })}
          />
        )}
      </Field>
      <Field
        label="Segments"
        inline
        hint="Fresh is what the runtime does; recycled shows what a pool would give."
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={disabled}
            value={options.segments}
            options={[
              { value: 'fresh', label: 'fresh' },
              { value: 'recycled', label: 'recycled' },
            ]}
            onChange={segments => set({ segments })}
          />
        )}
      </Field>
      <NumberField
        label="Time-out (s)"
        fraction
        disabled={disabled}
        minimum={0.1}
        maximum={3600}
        value={options.timeoutMs / 1000}
        onChange={seconds => set({ timeoutMs: seconds * 1000 })}
      />
      <NumberField
        label="Seed"
        disabled={disabled}
        minimum={0}
        maximum={0xffff_ffff}
        value={options.seed}
        onChange={seed => set({ seed })}
      />
      <Checkbox
        label="Keep each stage on a processor of its own"
        disabled={disabled}
        checked={options.affinity === true}
        onChange={checked => set({ affinity: checked ? true : undefined })}
      />
    </>
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
