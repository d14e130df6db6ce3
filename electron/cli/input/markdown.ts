import { parseDocument } from '../../../core/document/index.ts'

/** A fenced block of YAML in a Markdown text. */
export interface Fence {
  /** Line of the opening fence, from 1. */
  readonly line: number
  /**
   * The block's content after as many empty lines as stand before it, so that lines and columns of findings are
   * those of the Markdown file.
   */
  readonly text: string
}

const OPENING = /^([ \t]*)(`{3,}|~{3,})[ \t]*(ya?ml)\b[^`]*$/i

/** Every fence that is marked as YAML; one that is never closed runs to the end, as Markdown has it. */
export function yamlFences(markdown: string): readonly Fence[] {
  const lines = markdown.split(/\r\n|\n|\r/)
  const fences: Fence[] = []
  let at = 0
  while (at < lines.length) {
    const opening = OPENING.exec(lines[at] ?? '')
    at += 1
    if (opening === null) continue
    const marker = opening[2] ?? '```'
    const closing = new RegExp(`^[ \\t]*${marker[0]}{${marker.length},}[ \\t]*$`)
    const first = at
    while (at < lines.length && !closing.test(lines[at] ?? '')) at += 1
    fences.push({ line: first, text: '\n'.repeat(first) + lines.slice(first, at).join('\n') })
    at += 1
  }
  return fences
}

/** True for a block that is a stage configuration, or one that is meant to be and cannot be read. */
export function isStageConfig({ text }: Fence): boolean {
  const document = parseDocument(text)
  if (document.ok) return ['deploy', 'legacy', 'both'].includes(document.dialect)
  return /^\s*(stages|stage_args)\s*:/m.test(text)
}
