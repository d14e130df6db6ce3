import { Command } from 'commander'
import { VERSION } from '../host/version.ts'

/** The whole command line. One file per command; this one puts them together. */
export function createProgram(): Command {
  return new Command('stagewright')
    .description('Design, check and test the stages and connectors of a vLLM-Omni deployment.')
    .version(VERSION)
}
