import { Plus, Trash2 } from 'lucide-react'
import { parseDocument } from '../../core/document/index.ts'
import { parseInventory } from '../../core/inventory/index.ts'
import { parsePipelineText } from '../../core/pipelines/index.ts'
import { isDict } from '../../core/value/index.ts'
import { Alert, OpenText } from '../panel/index.ts'
import { useWorkbench } from '../state/index.ts'
import { Button } from '../ui/index.ts'
import { BlockField, BlockWithDraft } from './block-field.tsx'
import { changeContext } from './change-context.ts'
import { envText, missingVariables, readEnv } from './env-text.ts'
import { hostsDraft } from './hosts-draft.ts'
import type { PartProps } from './runtime-part.tsx'

/** Variables of the launch, and those that the file asks for. */
export function EnvironmentPart({ context, analysis }: PartProps) {
  const env = context.env ?? {}
  const missing = missingVariables(analysis?.document.text ?? '', env)
  return (
    <>
      {missing.length > 0 && (
        <Alert tone="warning">
          The file refers to {missing.map(name => `$${name}`).join(', ')}, which{' '}
          {missing.length === 1 ? 'has' : 'have'} no value here.
        </Alert>
      )}
      <BlockWithDraft
        label="Environment of the launch"
        hint="One NAME=value a line; never the app’s own environment."
        rows={9}
        placeholder={'PORT=50051\nCUDA_VISIBLE_DEVICES=4,5'}
        value={envText(env)}
        draftLabel={missing.length === 0 ? 'Add LOCAL_RANK' : `Add ${missing.join(', ')}`}
        draft={() => (missing.length === 0 ? ['LOCAL_RANK'] : missing).map(name => `${name}=0`).join('\n')}
        onCommit={text => {
          const read = readEnv(text)
          if (!read.ok) return read.error.message
          changeContext({ env: Object.keys(read.value).length === 0 ? undefined : read.value })
          return null
        }}
      />
    </>
  )
}

/** The text of `--stage-overrides`. */
export const OverridesPart = ({ context }: PartProps) => (
  <BlockField
    label="JSON of --stage-overrides"
    hint="JSON by stage id, as --stage-overrides takes it. They win over file and platform."
    placeholder={'{"0": {"max_num_seqs": 8}}'}
    rows={9}
    value={context.stageOverrides ?? ''}
    onCommit={text => {
      if (text.trim() === '') {
        changeContext({ stageOverrides: undefined })
        return null
      }
      const parsed = parseDocument(text, { fileName: 'stage-overrides.json' })
      if (!parsed.ok) return parsed.problems[0]?.message ?? 'This is not JSON.'
      if (!isDict(parsed.value)) return 'A JSON object by stage id is needed.'
      changeContext({ stageOverrides: text })
      return null
    }}
  />
)

/** Far beyond any inventory or pipeline; a wrong choice in the file dialog is not read to the end. */
const MAX_TEXT = 1024 * 1024

/** Takes a YAML file's text as it is; what is wrong with it is said below the field. */
const FromFile = (props: { readonly inputLabel: string; readonly onText: (text: string) => void }) => (
  <OpenText
    small
    label="Read a file …"
    inputLabel={props.inputLabel}
    maxBytes={MAX_TEXT}
    onText={props.onText}
    onError={message => useWorkbench.getState().notify(message, { tone: 'error' })}
  />
)

/** The host inventory as YAML. */
export function HostsPart({ context, analysis }: PartProps) {
  const text = context.hostsText ?? ''
  const parsed = text.trim() === '' ? null : parseInventory(text)
  const problems = parsed === null || parsed.ok ? [] : parsed.error
  const take = (next: string) => changeContext({ hostsText: next.trim() === '' ? undefined : next })
  return (
    <BlockWithDraft
      label="Host inventory"
      hint="hosts: name to address, gpus, gpu_memory, visible_devices, memory, shm_size, nics. stages: id to a host, or to a list of hosts for its replicas."
      rows={14}
      value={text}
      problem={problems.length === 0 ? null : problems.map(problem => problem.message).join(' ')}
      draftLabel="Start with one host"
      draft={() => hostsDraft(analysis?.stages ?? [])}
      actions={<FromFile inputLabel="Inventory file" onText={take} />}
      onCommit={next => {
        take(next)
        return null
      }}
    />
  )
}

const PIPELINE_DRAFT = `model_type: my_pipeline
title: My pipeline
stages:
  - stage_id: 0
    model_stage: thinker
    execution_type: llm_ar
  - stage_id: 1
    model_stage: decoder
    execution_type: llm_generation
    input_sources: [0]
    final_output: true
    final_output_type: audio
`

/** Topologies of the user's own, one YAML text each. */
export function PipelinesPart({ context }: PartProps) {
  const texts = context.pipelineTexts ?? []
  const set = (next: readonly string[]) =>
    changeContext({ pipelineTexts: next.length === 0 ? undefined : next })
  return (
    <>
      {texts.map((text, index) => {
        const parsed = parsePipelineText(text)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the texts have no identity but their place
          <div key={index} className="sw-context-pipeline">
            <BlockField
              label={parsed.ok ? parsed.value.title : `Pipeline ${index + 1}`}
              hint="Stages with ids, kinds and input sources, as a deploy file leaves them out."
              rows={9}
              value={text}
              problem={parsed.ok ? null : parsed.error.map(problem => problem.message).join(' ')}
              onCommit={next => {
                set(texts.map((other, at) => (at === index ? next : other)))
                return null
              }}
            />
            <Button
              small
              tone="danger"
              icon={<Trash2 size={13} />}
              onClick={() => set(texts.filter((_, at) => at !== index))}
            >
              Remove
            </Button>
          </div>
        )
      })}
      <div className="sw-context-actions">
        <Button small icon={<Plus size={13} />} onClick={() => set([...texts, PIPELINE_DRAFT])}>
          Add a pipeline
        </Button>
        <FromFile inputLabel="Pipeline file" onText={text => set([...texts, text])} />
      </div>
    </>
  )
}
