import type { Finding, Fix, RelatedPlace, Severity } from '../../contract/finding.ts'
import type { Range } from '../../document/index.ts'
import { RULES } from '../registry.ts'
import type { Rule } from '../types.ts'
import { regionOf } from './places.ts'
import type { CheckedFile, RenderOptions } from './types.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/** A path as a relative or `file:` URI reference. */
function uriOf(file: CheckedFile): string {
  const path = (file.path ?? 'stdin').replaceAll('\\', '/')
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  if (/^[A-Za-z]%3A\//.test(encoded)) return `file:///${encoded.replace('%3A', ':')}`
  return path.startsWith('/') ? `file://${encoded}` : encoded
}

const descriptor = (rule: Rule) => ({
  id: rule.code,
  name: rule.title.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) =>
    (next ?? '').toUpperCase(),
  ),
  shortDescription: { text: rule.title },
  fullDescription: { text: rule.explanation },
  help: {
    text: `${rule.explanation}\n\nSource: ${rule.source}`,
    markdown: `${rule.explanation}\n\n*Source: ${rule.source}*`,
  },
  defaultConfiguration: { level: LEVELS[rule.severity] },
  properties: { family: rule.family, targets: rule.targets, consequence: rule.consequence },
})

/** The place in the file; the file alone for what is not written in it. */
const location = (file: CheckedFile, range: Range | null) => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(file) },
    ...(range === null ? {} : { region: regionOf(file.text, range) }),
  },
})

const relatedLocation = (file: CheckedFile, place: RelatedPlace, id: number) => ({
  id,
  ...location(file, place.range),
  message: { text: place.message },
})

const fixOf = (file: CheckedFile, fix: Fix) => ({
  description: { text: fix.title },
  artifactChanges: [
    {
      artifactLocation: { uri: uriOf(file) },
      replacements: fix.edits.map(edit => ({
        deletedRegion: regionOf(file.text, edit.range),
        insertedContent: { text: edit.text },
      })),
    },
  ],
})

function resultOf(file: CheckedFile, finding: Finding) {
  const index = RULES.findIndex(rule => rule.code === finding.code)
  const message = finding.arithmetic === null ? finding.message : `${finding.message}\n${finding.arithmetic}`
  return {
    ruleId: finding.code,
    ...(index === -1 ? {} : { ruleIndex: index }),
    level: LEVELS[finding.severity],
    message: { text: message },
    locations: [location(file, finding.range)],
    ...(finding.related.length === 0
      ? {}
      : { relatedLocations: finding.related.map((place, id) => relatedLocation(file, place, id)) }),
    ...(finding.fix === null ? {} : { fixes: [fixOf(file, finding.fix)] }),
    ...(finding.muted === null
      ? {}
      : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: finding.muted }] }),
    properties: { consequence: finding.consequence, target: file.target, path: finding.path.join('.') },
  }
}

/** SARIF 2.1.0, as code scanning services read it: all rules, all findings, muted ones as suppressions. */
export function renderSarif(files: readonly CheckedFile[], options: RenderOptions): string {
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Stagewright',
            ...(options.version === undefined ? {} : { semanticVersion: options.version }),
            rules: RULES.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: [...new Set(files.map(uriOf))].map(uri => ({ location: { uri } })),
        results: files.flatMap(file => file.findings.map(finding => resultOf(file, finding))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
