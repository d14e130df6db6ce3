import { Command } from 'commander'
import { VERSION } from '../host/version.ts'
import { appCommand } from './app.ts'
import { benchCommand } from './bench.ts'
import { checkCommand } from './check.ts'
import { conformanceCommand } from './conformance.ts'
import { doctorCommand } from './doctor.ts'
import { drillCommand } from './drill.ts'
import { effectiveCommand } from './effective.ts'
import { kvCommand } from './kv.ts'
import { migrateCommand } from './migrate.ts'
import { portsCommand } from './ports.ts'
import { preflightCommand } from './preflight.ts'
import { resolveCommand } from './resolve.ts'
import { schemaCommand } from './schema.ts'
import { serveCommand } from './serve.ts'

/** The whole command line. One file per command; this one puts them together. */
export function createProgram(): Command {
  const program = new Command('stagewright')
    .description('Design, check and test the stages and connectors of a vLLM-Omni deployment.')
    .version(VERSION)
    .addCommand(appCommand(), { isDefault: true })
    .addCommand(benchCommand())
    .addCommand(checkCommand())
    .addCommand(conformanceCommand())
    .addCommand(doctorCommand())
    .addCommand(effectiveCommand())
    .addCommand(kvCommand())
    .addCommand(migrateCommand())
    .addCommand(portsCommand())
    .addCommand(preflightCommand())
    .addCommand(resolveCommand())
    .addCommand(schemaCommand())
    .addCommand(drillCommand())
    .addCommand(serveCommand())
  for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError('Add --help for what can be said.')
  return program
}
