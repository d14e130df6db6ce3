import { hashesDelay } from '../../core/bench/report/notes.ts'
import { NumberField } from '../panel/index.ts'
import { Checkbox, Field, Select } from '../ui/index.ts'
import type { PartProps } from './option-parts.ts'

/** What is seldom changed: warm-up, hashes, segments, limits. */
export function MoreOptions({ options, disabled, set }: PartProps) {
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
      <Field
        label="Integrity"
        inline
        hint={
          hashesDelay(options)
            ? 'Hash of both ends. Not in a payload’s own times, but others under way wait for it.'
            : 'Hash of both ends; never part of the timings.'
        }
      >
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
      {options.mode !== 'drill' && (
        <NumberField
          label="Time-out (s)"
          hint="Of one transfer; 5 s more per full 100 MiB."
          fraction
          disabled={disabled}
          minimum={0.1}
          maximum={3600}
          value={options.timeoutMs / 1000}
          onChange={seconds => set({ timeoutMs: seconds * 1000 })}
        />
      )}
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
