import { resolve } from 'node:path'

/** The files that a start names: what is left of the command line after the program and its switches. */
export function filesOf(argv: readonly string[], folder: string, packaged: boolean): readonly string[] {
  // Started from a checkout, the second argument is the app's folder.
  return argv
    .slice(packaged ? 1 : 2)
    .filter(argument => !argument.startsWith('-'))
    .map(argument => resolve(folder, argument))
}
