import type { Finding } from '../../core/contract/finding.ts'
import { fail, ok, type Result } from '../../core/contract/result.ts'
import { applyEdits, type ParsedDocument, parseDocument, type TextEdit } from '../../core/document/index.ts'
import { pyIdentical } from '../../core/value/index.ts'

/**
 * The comment that mutes a finding: `# stagewright: ignore PORT-6 because set by the launcher`. It stands on a line
 * of its own above the finding's, indented like it; above the first line of content, where a comment would mute the
 * whole file, it stands behind the line instead.
 */
export function muteEdit(
  document: Pick<ParsedDocument, 'text' | 'format' | 'value'>,
  finding: Finding,
  reason: string,
): Result<TextEdit> {
  if (document.format === 'json')
    return fail('no-comments', 'A JSON file holds no comments, so a finding cannot be muted in it.')
  if (finding.range === null)
    return fail('elsewhere', `${finding.code} is not in this text, so it cannot be muted in it.`)
  const { text } = document
  const start = text.lastIndexOf('\n', finding.range.start - 1) + 1
  const comment = `# stagewright: ignore ${finding.code} because ${reason.replace(/\s+/g, ' ').trim()}`
  const edit = hasContent(text.slice(0, finding.range.start === 0 ? 0 : start))
    ? above(text, start, comment)
    : behind(text, finding.range.start, comment)
  return keepsValue(document, edit)
    ? ok(edit)
    : fail('no-place', `No comment fits beside this line. Write "${comment}" into the file by hand.`)
}

const hasContent = (before: string): boolean =>
  before.split(/\r\n|\n|\r/).some(line => /^\s*[^\s#%]/.test(line) && !line.startsWith('---'))

function above(text: string, start: number, comment: string): TextEdit {
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? ''
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  return { range: { start, end: start }, text: `${indent}${comment}${lineEnd}` }
}

function behind(text: string, offset: number, comment: string): TextEdit {
  const length = text.slice(offset).search(/[ \t]*(?:\r|\n|$)/)
  const end = length < 0 ? text.length : offset + length
  return { range: { start: end, end }, text: `  ${comment}` }
}

function keepsValue(document: Pick<ParsedDocument, 'text' | 'value'>, edit: TextEdit): boolean {
  const after = parseDocument(applyEdits(document.text, [edit]))
  return after.ok && pyIdentical(after.value, document.value)
}
