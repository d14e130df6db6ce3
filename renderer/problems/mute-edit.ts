import type { Finding } from '../../core/contract/finding.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import type { ParsedDocument, TextEdit } from '../../core/document/types.ts'

/**
 * The comment that mutes a finding, on a line of its own above the finding's and indented like it, so that it
 * travels with the value: `# stagewright: ignore PORT-6 because set by the launcher`.
 */
export function muteEdit(
  document: Pick<ParsedDocument, 'text' | 'format'>,
  finding: Finding,
  reason: string,
): Result<TextEdit> {
  if (document.format === 'json')
    return fail('no-comments', 'A JSON file holds no comments, so a finding cannot be muted in it.')
  if (finding.range === null)
    return fail('elsewhere', `${finding.code} is not in this text, so it cannot be muted in it.`)
  const { text } = document
  const start = text.lastIndexOf('\n', Math.max(0, finding.range.start - 1)) + 1
  const lineStart = finding.range.start === 0 ? 0 : start
  const indent = /^[ \t]*/.exec(text.slice(lineStart, finding.range.start))?.[0] ?? ''
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const words = reason.replace(/\s+/g, ' ').trim()
  return ok({
    range: { start: lineStart, end: lineStart },
    text: `${indent}# stagewright: ignore ${finding.code} because ${words}${lineEnd}`,
  })
}
