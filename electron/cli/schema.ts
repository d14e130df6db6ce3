import { Command, Option } from 'commander'
import type { TargetId } from '../../core/contract/analysis.ts'
import { jsonSchema } from '../../core/schema/index.ts'
import { DEFAULT_TARGET, TARGET_IDS } from '../../core/targets/index.ts'
import { print } from './output.ts'

interface SchemaOptions {
  readonly dialect: 'deploy' | 'legacy'
  readonly target: TargetId
}

/** Prints the JSON Schema of a dialect, for editors. */
export const schemaCommand = (): Command =>
  new Command('schema')
    .description('print the JSON Schema (draft 2020-12) of a dialect, for editors')
    .addOption(
      new Option('-d, --dialect <name>', 'which of the two').choices(['deploy', 'legacy']).default('deploy'),
    )
    .addOption(
      new Option('-t, --target <revision>', 'revision of the runtime')
        .choices([...TARGET_IDS])
        .default(DEFAULT_TARGET),
    )
    .action((options: SchemaOptions) => print(JSON.stringify(jsonSchema(options), null, 2)))
