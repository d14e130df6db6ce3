import { parseBytes } from '../../core/bench/format.ts'
import { exactBytes, TextField } from '../panel/index.ts'
import { Field, Select } from '../ui/index.ts'
import { EdgePayloadOptions } from './edge-payloads.tsx'
import type { PartProps } from './option-parts.ts'
import { SIZE_SETS, sizeSet } from './option-words.ts'
import { MAX_PAYLOAD } from './payload-choice.ts'
import { PayloadFields } from './payload-fields.tsx'

/** What is sent by all modes but the sweep. */
export function PayloadOptions(props: PartProps) {
  const { options, pipeline, edges, disabled, set, onPickFile } = props
  return (
    <>
      <PayloadFields
        payload={options.payload}
        pipeline={pipeline}
        edgeIds={edges.map(edge => edge.id)}
        disabled={disabled}
        onChange={payload => set({ payload })}
        onPickFile={onPickFile}
      />
      <EdgePayloadOptions {...props} />
    </>
  )
}

/** The sizes of a sweep. */
export function SizeOptions({ options, disabled, set }: PartProps) {
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
