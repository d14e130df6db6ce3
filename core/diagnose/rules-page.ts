import type { Severity } from '../contract/finding.ts'
import { CONSEQUENCE_WORDS } from './render/text.ts'
import { RULE_FAMILIES, type Rule, type RuleFamily } from './types.ts'

export const FAMILY_TITLES: Readonly<Record<RuleFamily, string>> = {
  text: 'Text',
  schema: 'Dialect, keys and values',
  wiring: 'Edges and connectors',
  graph: 'Stages as a graph',
  ports: 'Ports',
  endpoints: 'Endpoints',
  extra: 'Connector settings',
  kv: 'KV transfer',
  memory: 'Memory',
  devices: 'Devices',
  streaming: 'Streaming and neighbouring stages',
  machine: 'This machine',
  launch: 'Launch command',
}

const SEVERITY_TITLES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

const ALL_TARGETS = 3

function targetsText(rule: Rule): string {
  return rule.targets.length === ALL_TARGETS ? 'all' : rule.targets.join(', ')
}

const anchor = (rule: Rule): string => rule.code.toLowerCase()

const cell = (text: string): string => text.replaceAll('|', '\\|')

const tableOf = (rules: readonly Rule[]): readonly string[] => [
  '| code | what | severity | consequence |',
  '|---|---|---|---|',
  ...rules.map(
    rule =>
      `| [${rule.code}](#${anchor(rule)}) | ${cell(rule.title)} | ${SEVERITY_TITLES[rule.severity]} | ${CONSEQUENCE_WORDS[rule.consequence]} |`,
  ),
]

const sectionOf = (rule: Rule): readonly string[] => [
  `### ${rule.code}`,
  '',
  `**${rule.title}.** ${rule.explanation}`,
  '',
  `Severity: ${SEVERITY_TITLES[rule.severity]}. Consequence: ${CONSEQUENCE_WORDS[rule.consequence]}. Targets: ${targetsText(rule)}. Source: ${rule.source}.`,
  '',
]

const HEAD = `# Rules

Every finding has a code, the values seen, the arithmetic behind it, its place in the file and what the runtime would do.
A rule reports only what the file, the target, the host inventory, the launch command and this machine decide; what
cannot be decided is not guessed.

A finding is muted by a comment with its code and the reason, on its line, on the line above, or at the top of the file
for all of it:

\`\`\`yaml
# stagewright: ignore PORT-6 because the range is reserved on these hosts
\`\`\`
`

/** The rules page as Markdown: what each rule is about, family by family. */
export function rulesPage(rules: readonly Rule[]): string {
  const families = RULE_FAMILIES.map(family => ({
    family,
    members: rules.filter(rule => rule.family === family),
  })).filter(({ members }) => members.length > 0)
  const sections = families.flatMap(({ family, members }) => [
    `## ${FAMILY_TITLES[family]}`,
    '',
    ...tableOf(members),
    '',
    ...members.flatMap(sectionOf),
  ])
  return `${[HEAD, ...sections].join('\n').trimEnd()}\n`
}
