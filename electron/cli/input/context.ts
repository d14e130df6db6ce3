import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { AnalysisContext, Platform, TargetId } from '../../../core/contract/analysis.ts'
import { DEFAULT_TARGET, TARGET_IDS } from '../../../core/targets/index.ts'
import { readRelatedFiles } from '../../host/documents/related.ts'
import { readTextFile } from '../../host/documents/text-file.ts'
import { environmentArgument } from '../arguments.ts'
import { unusable } from '../output.ts'
import type { Source } from './sources.ts'

/** What the options below give. */
export interface ContextOptions {
  readonly target?: TargetId
  readonly env?: Readonly<Record<string, string>>
  readonly platform?: Platform
  readonly pipeline?: string
  readonly pipelineFile?: readonly string[]
  readonly stageOverrides?: string
  readonly hosts?: string
  readonly launch?: string
}

const PLATFORMS: readonly Platform[] = ['cuda', 'npu', 'rocm', 'xpu', 'musa']

/** Adds the options that say what a file is to be read for. */
export const withContextOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('-t, --target <revision>', 'revision of the runtime')
        .choices([...TARGET_IDS])
        .default(DEFAULT_TARGET),
    )
    .option('-e, --env <NAME=VALUE>', 'environment of the launch; may be repeated', environmentArgument)
    .addOption(new Option('--platform <name>', '`platforms` section to apply').choices([...PLATFORMS]))
    .option('--pipeline <key>', 'pipeline whose topology the file means')
    .option('--pipeline-file <file...>', 'YAML files that define pipelines of your own')
    .option('--stage-overrides <json>', 'the JSON that is passed to the runtime by the same flag')
    .option('--hosts <file>', 'host inventory')
    .option('--launch <command>', 'the launch command, as one text')

async function textOf(path: string): Promise<string> {
  const read = await readTextFile(resolve(path))
  return read.ok ? read.value.text : unusable(read.error.message)
}

/** The analysis context for one source; reads the files that options and source name. */
export async function contextOf(options: ContextOptions, source: Source): Promise<AnalysisContext> {
  const { target = DEFAULT_TARGET, env, platform, pipeline, stageOverrides, launch } = options
  const path = source.path === null ? null : resolve(source.path)
  return {
    target,
    fileName: path ?? 'config.yaml',
    files: path === null ? {} : await readRelatedFiles(path, source.text),
    ...(env === undefined ? {} : { env }),
    ...(platform === undefined ? {} : { platform }),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(stageOverrides === undefined ? {} : { stageOverrides }),
    ...(launch === undefined ? {} : { command: launch }),
    ...(options.hosts === undefined ? {} : { hostsText: await textOf(options.hosts) }),
    ...(options.pipelineFile === undefined
      ? {}
      : { pipelineTexts: await Promise.all(options.pipelineFile.map(textOf)) }),
  }
}
