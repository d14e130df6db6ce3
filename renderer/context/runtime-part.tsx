import type { Analysis, AnalysisContext, Platform } from '../../core/contract/analysis.ts'
import { PIPELINES, parsePipelineTexts } from '../../core/pipelines/index.ts'
import { PLATFORM_NAMES } from '../../core/schema/index.ts'
import { DEFAULT_TARGET, TARGETS } from '../../core/targets/index.ts'
import { dictGet, isDict, pyStr } from '../../core/value/index.ts'
import { Field, Select } from '../ui/index.ts'
import { BlockField } from './block-field.tsx'
import { changeContext } from './change-context.ts'

export interface PartProps {
  readonly context: AnalysisContext
  readonly analysis: Analysis | null
}

const AUTO = '\u0000auto'

/** Which runtime reads the file, on which platform, and for which pipeline. */
export function RuntimePart({ context, analysis }: PartProps) {
  const target = context.target ?? DEFAULT_TARGET
  return (
    <>
      <Field label="Target" hint={TARGETS[target].about} inline>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={target}
            options={Object.values(TARGETS).map(item => ({
              value: item.id,
              label: `${item.id}: ${item.title}`,
            }))}
            onChange={value => changeContext({ target: value })}
          />
        )}
      </Field>
      <PlatformField context={context} analysis={analysis} />
      <PipelineField context={context} analysis={analysis} />
      <BlockField
        label="Launch command"
        hint="The command line that starts the deployment; rules about flags look at it."
        placeholder="vllm serve MODEL --omni --deploy-config deploy.yaml"
        rows={3}
        value={context.command ?? ''}
        onCommit={text => {
          changeContext({ command: text.trim() === '' ? undefined : text })
          return null
        }}
      />
    </>
  )
}

function PlatformField({ context, analysis }: PartProps) {
  const written = writtenPlatforms(analysis)
  return (
    <Field
      label="Platform"
      hint={
        written.length === 0
          ? 'The file has no platforms section.'
          : `Sections of the file: ${written.join(', ')}.`
      }
      inline
    >
      {({ id, describedBy }) => (
        <Select<Platform | typeof AUTO>
          id={id}
          aria-describedby={describedBy}
          value={context.platform ?? AUTO}
          options={[
            { value: AUTO, label: 'none: the file without its sections' },
            ...PLATFORM_NAMES.map(name => ({
              value: name,
              label: written.includes(name) ? `${name} (in the file)` : name,
            })),
          ]}
          onChange={value => changeContext({ platform: value === AUTO ? undefined : value })}
        />
      )}
    </Field>
  )
}

function writtenPlatforms(analysis: Analysis | null): readonly string[] {
  const root = analysis?.document.value ?? null
  const section = isDict(root) ? dictGet(root, 'platforms') : undefined
  return isDict(section) ? [...section.keys()].map(pyStr) : []
}

function PipelineField({ context, analysis }: PartProps) {
  const own = parsePipelineTexts(context.pipelineTexts ?? []).pipelines
  const found = analysis?.pipelineKey ?? null
  return (
    <Field
      label="Pipeline"
      hint={
        found === null
          ? 'Neither the file nor its name tells which pipeline it is for: stages and edges of the topology are missing.'
          : `The topology of ${found} is used. A pipeline: key in the file wins over a choice here.`
      }
      inline
    >
      {({ id, describedBy }) => (
        <Select<string>
          id={id}
          aria-describedby={describedBy}
          value={context.pipeline ?? AUTO}
          options={[
            { value: AUTO, label: 'as the file or its name says' },
            ...own.map(pipeline => ({
              value: pipeline.key,
              label: `${pipeline.title} (${pipeline.key})`,
              group: 'Your own',
            })),
            ...PIPELINES.map(pipeline => ({
              value: pipeline.key,
              label: `${pipeline.title} (${pipeline.key})`,
              group: 'Known',
            })),
          ]}
          onChange={value => changeContext({ pipeline: value === AUTO ? undefined : value })}
        />
      )}
    </Field>
  )
}
