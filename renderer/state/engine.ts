import { analyze } from '../../core/analyze.ts'
import { type Command, planCommand } from '../../core/commands/index.ts'
import type { Analysis, AnalysisContext } from '../../core/contract/analysis.ts'
import type { Result } from '../../core/contract/result.ts'
import type { TextEdit } from '../../core/document/types.ts'

/** What the store needs of the core; a test may put its own in its place. */
export interface Engine {
  analyze(text: string, context: AnalysisContext): Analysis
  planCommand(
    analysis: Analysis,
    command: Command,
  ): Result<{ readonly title: string; readonly edits: readonly TextEdit[] }>
}

export const coreEngine: Engine = { analyze, planCommand }
