import type { LaunchFlag, LaunchProcess } from './types.ts'

/** A flag of a process; the last one where it is repeated, as argparse takes it. */
export const findFlag = (process: LaunchProcess, name: string): LaunchFlag | null =>
  process.flags.findLast(flag => flag.name === name) ?? null

export const hasFlag = (process: LaunchProcess, name: string): boolean => findFlag(process, name) !== null

/** The value of a flag; null where it is absent or has none. */
export const flagValue = (process: LaunchProcess, name: string): string | null =>
  findFlag(process, name)?.value ?? null

/** The value of a flag as an integer; null where it is none. */
export function flagInteger(process: LaunchProcess, name: string): number | null {
  const text = flagValue(process, name)
  return text !== null && /^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : null
}

/** The stage that a process runs alone (`--stage-id`); null = it runs all of them. */
export const stageOfProcess = (process: LaunchProcess): string | null => {
  const id = flagInteger(process, '--stage-id')
  return id === null ? null : String(id)
}
