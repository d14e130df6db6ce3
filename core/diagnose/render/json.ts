import type { Finding } from '../../contract/finding.ts'
import { countFindings, findingRegion, regionOf } from './places.ts'
import type { CheckedFile, RenderOptions } from './types.ts'

const findingData = (file: CheckedFile, finding: Finding) => ({
  ...finding,
  region: findingRegion(file, finding),
  related: finding.related.map(place => ({
    ...place,
    region: place.range === null ? null : regionOf(file.text, place.range),
  })),
})

/** For programs: every finding as the contract has it, with lines and columns beside its offsets. */
export function renderJson(files: readonly CheckedFile[], options: RenderOptions): string {
  const report = {
    format: 'stagewright-check/1',
    ...(options.version === undefined ? {} : { version: options.version }),
    summary: countFindings(files.flatMap(file => file.findings)),
    files: files.map(file => ({
      name: file.name,
      path: file.path,
      target: file.target,
      summary: countFindings(file.findings),
      findings: file.findings.map(finding => findingData(file, finding)),
    })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
