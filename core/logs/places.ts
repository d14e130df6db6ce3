import type { Analysis } from '../contract/analysis.ts'
import type { EdgeRef } from '../contract/finding.ts'
import type { Recognised } from './patterns/index.ts'

const EDGE_FORMS = [
  /\(\s*'([^']{1,60})'\s*,\s*'([^']{1,60})'\s*\)/,
  /\bomni_(\w{1,60}?)_to_(\w{1,60}?)_kv_cache_/,
  /@(\w{1,60})_(\w{1,60})\b/,
  /\b(?:edge\s+)?(\d{1,6})\s*->\s*(\d{1,6})\b/,
  /\bfrom_stage[= ]'?(\w{1,60})'?.{0,200}?\bto_stage[= ]'?(\w{1,60})'?/,
] as const

/** `0->1` and the like may be anything in a line that no stage is known for. */
const isKnown = (analysis: Analysis | null, id: string): boolean =>
  analysis === null || analysis.stages.some(stage => stage.id === id)

function namedEdge(text: string, analysis: Analysis | null): EdgeRef | null {
  for (const form of EDGE_FORMS) {
    const [, from, to] = form.exec(text) ?? []
    if (from !== undefined && to !== undefined && (isKnown(analysis, from) || isKnown(analysis, to)))
      return { from, to }
  }
  return null
}

const same = (a: EdgeRef, b: EdgeRef): boolean => a.from === b.from && a.to === b.to

function edgesOfPort({ ports }: Analysis, port: number): readonly EdgeRef[] {
  const found = ports.endpoints.filter(endpoint => endpoint.port === port).map(({ edge }) => edge)
  return found.filter((edge, index) => found.findIndex(other => same(other, edge)) === index)
}

/** The edges that a line names, or that the file can mean by a port or by the one KV transfer that it has. */
export function edgesOf(text: string, recognised: Recognised, analysis: Analysis | null): readonly EdgeRef[] {
  const named = namedEdge(text, analysis)
  if (named !== null) return [named]
  if (analysis === null) return []
  if (recognised.port !== undefined) return edgesOfPort(analysis, recognised.port)
  if (recognised.kv !== true) return []
  const { transfers } = analysis.kv
  return transfers.length === 1 ? transfers.map(({ from, to }) => ({ from, to })) : []
}

/** `stage 1`, `Stage-0`, `[stage_2]`, `stage_id=3`. */
export const stagesIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/\bstage(?:_id)?[-_= ]{1,2}(\d{1,6})\b/gi), match => match[1] ?? '')),
]

/** Of the rules that may explain a line the first that has a finding there, or anywhere; else the usual one. */
export function ruleOf(
  rules: readonly string[],
  edges: readonly EdgeRef[],
  analysis: Analysis | null,
): string | null {
  const usual = rules[0] ?? null
  if (analysis === null || rules.length < 2) return usual
  const found = analysis.findings.filter(finding => rules.includes(finding.code))
  const there = found.filter(finding => finding.edges.some(edge => edges.some(other => same(edge, other))))
  const codes = new Set((there.length > 0 ? there : found).map(finding => finding.code))
  return rules.find(code => codes.has(code)) ?? usual
}
