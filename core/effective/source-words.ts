import type { ValueSource } from '../contract/effective.ts'

/** The last part of a file's path; long folders say little in a narrow column. */
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/** The section below `platforms` that a path leads into. */
const platformOf = (path: ValueSource['path']): string =>
  path[0] === 'platforms' ? String(path[1] ?? '') : ''

/** Which layer a value comes from, in a few words: `this file`, `base qwen3.yaml`, `platform npu`, `default`. */
export function sourceWords({ provenance, file, path }: Omit<ValueSource, 'range'>): string {
  switch (provenance) {
    case 'override':
      return 'stage overrides'
    case 'platform':
      return `platform ${platformOf(path)}${file === null ? '' : ` of ${baseName(file)}`}`
    case 'overlay':
      return file === null ? 'this file' : `overlay ${baseName(file)}`
    case 'base':
      return file === null ? 'this file' : `base ${baseName(file)}`
    case 'pipeline':
      return file === null ? 'pipeline' : `pipeline ${file}`
    case 'default':
      return 'default'
  }
}
