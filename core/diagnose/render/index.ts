import { renderGithub } from './github.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderSarif } from './sarif.ts'
import { renderText } from './text.ts'
import type { CheckedFile, CheckFormat, RenderOptions } from './types.ts'

export { type Counts, countFindings, findingRegion, type Region, regionOf } from './places.ts'
export { CONSEQUENCE_WORDS, countsText } from './text.ts'
export { CHECK_FORMATS, type CheckedFile, type CheckFormat, type RenderOptions } from './types.ts'

/** The report of a check in one of the formats of `stagewright check --format`; ends with a line break if it says anything. */
export function renderFindings(
  format: CheckFormat,
  files: readonly CheckedFile[],
  options: RenderOptions = {},
): string {
  switch (format) {
    case 'text':
      return renderText(files, options)
    case 'json':
      return renderJson(files, options)
    case 'sarif':
      return renderSarif(files, options)
    case 'junit':
      return renderJunit(files, options)
    case 'github':
      return renderGithub(files)
  }
}
