#!/usr/bin/env node
import { CommanderError } from 'commander'
import { EXIT, outliveReaders, UnusableError } from './output.ts'
import { createProgram } from './program.ts'

/** Commander ends with 1 where a word on the line is wrong; here 1 means that the files are. */
const exitCodeOf = (error: CommanderError): number => (error.exitCode === 0 ? EXIT.clean : EXIT.unusable)

outliveReaders()
try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = exitCodeOf(error)
  else {
    const message = error instanceof UnusableError ? error.message : `Stagewright failed: ${String(error)}`
    console.error(`stagewright: ${message}`)
    process.exitCode = EXIT.unusable
  }
}
