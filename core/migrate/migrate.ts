import type { AnalysisContext } from '../contract/analysis.ts'
import { fail, ok, type Result } from '../contract/result.ts'
import { type ParsedDocument, type Path, parseDocument } from '../document/index.ts'
import { jsonLines, listSource, sameValue, styleOf } from '../document/splice/index.ts'
import { findPipeline, type Pipeline, parsePipelineTexts } from '../pipelines/index.ts'
import { dictGet, isDict, isList, isString, type PyDict, type PyValue, pyStr } from '../value/index.ts'
import {
  assemble,
  asyncChunkOf,
  isDiffusionStage,
  listSources,
  type Sections,
  type Work,
} from './assemble.ts'
import { equalityTable } from './equality.ts'
import { Report } from './report.ts'
import { mappingOf, migrateStage, type StageDraft } from './stage.ts'
import type { Migration } from './types.ts'
import { linesOf } from './write.ts'

function pipelineFor(root: PyDict, context: AnalysisContext): Pipeline | null {
  const key = dictGet(root, 'pipeline')
  return findPipeline({
    key: isString(key) ? key : null,
    fileName: context.fileName ?? null,
    choice: context.pipeline ?? null,
    userPipelines: parsePipelineTexts(context.pipelineTexts ?? []).pipelines,
  }).pipeline
}

const stageId = (stage: PyValue): string | null => {
  const id = isDict(stage) ? dictGet(stage, 'stage_id') : undefined
  return id === undefined ? null : pyStr(id)
}

function migrateStages(work: Work, stages: readonly PyValue[]): readonly StageDraft[] {
  const source = listSource(work.document, ['stage_args'])
  return stages.flatMap((stage, index) => {
    const path: Path = ['stage_args', index]
    const draft = migrateStage(work, path, stageId(stage) ?? '', ['stages', index])
    return draft === null ? [] : [{ ...draft, head: source?.heads[index] ?? [] }]
  })
}

/** The new text, with the file's line breaks and with or without a last one, as the old text has it. */
function writeText(document: ParsedDocument, { pieces, tail }: Sections, value: PyDict): string {
  const style = styleOf(document)
  const ends = /[\r\n]$/.test(document.text) || document.text === ''
  if (style.json) return jsonLines(value, 0, style) + (ends ? style.lineBreak : '')
  const lines = [...pieces.flatMap(linesOf), ...tail]
  while (lines.at(-1) === '') lines.pop()
  const text = lines.join(style.lineBreak) + (ends ? style.lineBreak : '')
  const reread = parseDocument(text)
  if (reread.ok && sameValue(reread.value, value)) return text
  // Anchors and other rare writing can't move by lines: everything is written out, with the comments above sections.
  const plain = pieces.flatMap(piece => linesOf({ ...piece, lines: null }))
  return plain.join(style.lineBreak) + (ends ? style.lineBreak : '')
}

function refusal(document: ParsedDocument): Result<never> | null {
  if (!document.ok)
    return fail(
      'MIGRATE-SYNTAX',
      `${document.problems[0]?.message ?? 'The text can’t be read.'} Mend that first.`,
    )
  if (document.dialect === 'deploy')
    return fail(
      'MIGRATE-DEPLOY',
      'The file has stages already: it is a deploy file, and there is nothing to migrate.',
    )
  if (document.dialect !== 'legacy' && document.dialect !== 'both')
    return fail('MIGRATE-DIALECT', 'The file has no stage_args, so it is no legacy stage configuration.')
  const stages = isDict(document.value) ? document.value.get('stage_args') : null
  if (!isList(stages)) return fail('MIGRATE-STAGES', 'stage_args is no list; write one entry per stage.')
  const odd = stages.findIndex(stage => stageId(stage) === null)
  return odd < 0
    ? null
    : fail('MIGRATE-STAGES', `Entry ${odd + 1} of stage_args has no stage_id; give it one.`)
}

/**
 * Turns a legacy file (`stage_args`, `runtime`) into the deploy file that starts the same engines, comments carried
 * along (upstream issue 3313; mapping of settings: upstream pull request 6200). The result names what became of every
 * setting and compares how both files resolve. Errors: `MIGRATE-SYNTAX`, `MIGRATE-DEPLOY`, `MIGRATE-DIALECT`,
 * `MIGRATE-STAGES`.
 */
export function migrate(text: string, context: AnalysisContext = {}): Result<Migration> {
  const fileName = context.fileName ?? 'config.yaml'
  const document = parseDocument(text, { fileName })
  const refused = refusal(document)
  const root = document.value
  if (refused !== null || !isDict(root)) return refused ?? fail('MIGRATE-DIALECT', 'The file is no mapping.')
  const report = new Report()
  const pipeline = pipelineFor(root, context)
  const work: Work = { document, root, pipeline, report }
  const list = root.get('stage_args')
  const stages = migrateStages(work, isList(list) ? list : [])
  const sections = listSources(work, assemble(work, stages))
  const written = writeText(document, sections, mappingOf(sections.pieces))
  const equality = equalityTable(
    text,
    written,
    { legacy: fileName, deploy: fileName },
    asyncChunkOf(root),
    id => stages.some(stage => stage.id === id && isDiffusionStage(root, Number(stage.path[1]))),
  )
  return ok({
    text: written,
    items: report.items,
    equality,
    equivalent: equality.every(row => row.equal || row.reason !== null),
    flag: { before: '--stage-configs-path', after: '--deploy-config' },
    pipeline: pipeline?.key ?? null,
  })
}
