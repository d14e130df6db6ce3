import type { PayloadSpec } from '../../core/bench/types.ts'
import type { Pipeline } from '../../core/pipelines/index.ts'
import { BytesField, TextField } from '../panel/index.ts'
import { Field, Select } from '../ui/index.ts'
import {
  MAX_PAYLOAD,
  payloadChoice,
  payloadFor,
  payloadFormula,
  payloadOptions,
  readTensor,
  tensorText,
} from './payload-choice.ts'

export interface PayloadFieldsProps {
  readonly payload: PayloadSpec
  readonly pipeline: Pipeline | null
  readonly edgeIds: readonly string[]
  readonly disabled: boolean
  readonly onChange: (payload: PayloadSpec) => void
}

/** What each request carries: a preset of a real edge, or a shape or size of one's own. */
export function PayloadFields({ payload, pipeline, edgeIds, disabled, onChange }: PayloadFieldsProps) {
  const { formula, note } = payloadFormula(payload)
  const custom = payload.preset === undefined
  return (
    <>
      <Field label="Payload" inline>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={disabled}
            value={payloadChoice(payload)}
            options={payloadOptions(pipeline, edgeIds)}
            onChange={choice => onChange(payloadFor(choice, payload))}
          />
        )}
      </Field>
      {custom && payload.kind === 'tensor' && (
        <TextField
          label="Shape and type"
          disabled={disabled}
          value={tensorText(payload)}
          onCommit={text => {
            const read = readTensor(text)
            if ('problem' in read) return read.problem
            onChange(read.payload)
            return null
          }}
        />
      )}
      {custom && payload.kind !== 'tensor' && (
        <BytesField
          label="Size"
          disabled={disabled}
          value={payload.bytes}
          maximum={MAX_PAYLOAD}
          onChange={bytes => onChange({ ...payload, bytes })}
        />
      )}
      {custom && payload.kind === 'bytes' && (
        <TextField
          label="From file"
          placeholder="random bytes"
          disabled={disabled}
          value={payload.file ?? ''}
          onCommit={text => {
            const { file: _file, ...rest } = payload
            onChange(text.trim() === '' ? rest : { ...rest, file: text.trim() })
            return null
          }}
        />
      )}
      <p className="sw-bench-formula" title={note ?? undefined}>
        <code>{formula}</code>
        {note !== null && <span className="sw-muted"> {note}</span>}
      </p>
    </>
  )
}
