import { FolderOpen } from 'lucide-react'
import type { PayloadSpec } from '../../core/bench/types.ts'
import type { Pipeline } from '../../core/pipelines/index.ts'
import { BytesField, TextField } from '../panel/index.ts'
import { Field, IconButton, Select } from '../ui/index.ts'
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
  /** The edge that carries it, for the names of the fields; absent for the run's payload. */
  readonly of?: string
  readonly pipeline: Pipeline | null
  readonly edgeIds: readonly string[]
  readonly disabled: boolean
  readonly onChange: (payload: PayloadSpec) => void
  readonly onPickFile: (suggested: string) => Promise<string | null>
}

/** What each request carries: a preset of a real edge, or a shape or size of one's own. */
export function PayloadFields(props: PayloadFieldsProps) {
  const { payload, pipeline, edgeIds, disabled, onChange } = props
  const { formula, note } = payloadFormula(payload)
  const custom = payload.preset === undefined
  const named = (label: string) => (props.of === undefined ? label : `${label} of ${props.of}`)
  return (
    <>
      <Field label={named('Payload')} inline>
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
          label={named('Shape and type')}
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
          label={named('Size')}
          disabled={disabled}
          value={payload.bytes}
          maximum={MAX_PAYLOAD}
          onChange={bytes => onChange({ ...payload, bytes })}
        />
      )}
      {custom && payload.kind === 'bytes' && (
        <FileChoice
          label={named('From file')}
          payload={payload}
          disabled={disabled}
          onChange={onChange}
          onPickFile={props.onPickFile}
        />
      )}
      <p className="sw-bench-formula" title={note ?? undefined}>
        <code>{formula}</code>
        {note !== null && <span className="sw-muted"> {note}</span>}
      </p>
    </>
  )
}

/** The file whose bytes are sent: its path, typed or picked; none means random bytes. */
function FileChoice(
  props: Pick<PayloadFieldsProps, 'payload' | 'disabled' | 'onChange' | 'onPickFile'> & {
    readonly label: string
  },
) {
  const { payload, disabled } = props
  const choose = (path: string) => {
    const { file: _file, ...rest } = payload
    props.onChange(path === '' ? rest : { ...rest, file: path })
  }
  const pick = async () => {
    const path = await props.onPickFile(payload.file ?? '')
    if (path !== null) choose(path)
  }
  return (
    <div className="sw-bench-file">
      <TextField
        label={props.label}
        placeholder="random bytes"
        disabled={disabled}
        value={payload.file ?? ''}
        onCommit={text => {
          choose(text.trim())
          return null
        }}
      />
      <IconButton
        label="Choose a file"
        icon={<FolderOpen size={15} />}
        disabled={disabled}
        onClick={() => void pick()}
      />
    </div>
  )
}
