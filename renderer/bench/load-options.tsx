import { NumberField } from '../panel/index.ts'
import { Field, Select } from '../ui/index.ts'
import type { PartProps } from './option-parts.ts'

/** How much is sent: a count, a time, a rate. A drill sends what it needs. */
export function LoadOptions({ options, disabled, set }: PartProps) {
  if (options.mode === 'drill') return null
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
          {options.loop === 'closed' && (
            <NumberField
              label="In flight"
              disabled={disabled}
              minimum={1}
              maximum={1024}
              value={options.concurrency}
              onChange={concurrency => set({ concurrency })}
            />
          )}
          <Field label="Arrival" inline>
            {({ id, describedBy }) => (
              <Select
                id={id}
                aria-describedby={describedBy}
                disabled={disabled}
                value={options.loop}
                options={[
                  { value: 'closed', label: 'when one is done' },
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
