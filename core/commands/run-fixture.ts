import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Analysis, StageView } from '../contract/analysis.ts'
import { applyEdits, parseDocument } from '../document/index.ts'
import { ghostView } from '../graph/stage-view.ts'
import { invertEdits } from '../history/index.ts'
import { analysisOf } from './analysis-fixture.ts'
import { type Command, planCommand } from './index.ts'

/** The text after the command; for a refused one its code and sentence. Undoing must give the old text. */
export function run(text: string, command: Command, analysis: Analysis = analysisOf(text)): string {
  const plan = planCommand(analysis, command)
  if (!plan.ok) return `${plan.error.code}: ${plan.error.message}`
  const after = applyEdits(text, plan.value.edits)
  expect(parseDocument(after).ok).toBe(true)
  expect(applyEdits(after, invertEdits(text, plan.value.edits))).toBe(text)
  return after
}

/** Lines that went and came, in the order of the texts. */
export function changes(text: string, command: Command): readonly string[] {
  const [before, after] = [text.split('\n'), run(text, command).split('\n')]
  const gone: string[] = []
  let at = 0
  for (const line of before) {
    const found = after.indexOf(line, at)
    const skipped = found < 0 ? [] : after.slice(at, found)
    if (
      found < 0 ||
      skipped.some(candidate => before.indexOf(candidate, before.indexOf(line)) >= 0 && candidate !== '')
    )
      gone.push(`-${line.trim()}`)
    else {
      gone.push(...skipped.map(added => `+${added.trim()}`))
      at = found + 1
    }
  }
  return [...gone, ...after.slice(at).map(added => `+${added.trim()}`)]
}

/** A pipeline of the repository by its file name. */
export const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/pipelines/${name}`, import.meta.url), 'utf8')

/** A stage that only the pipeline knows. */
export const known = (id: string): StageView => ({
  ...ghostView(id),
  kind: 'llm_ar',
  origin: 'pipeline',
})

export const DEPLOY = `connectors:
  shm:
    name: SharedMemoryConnector

stages:
  # first
  - stage_id: 0
    devices: "0"
    output_connectors:
      to_stage_1: shm

  # second
  - stage_id: 1
    devices: "1"
    input_connectors:
      from_stage_0: shm
`

export const LEGACY = `stage_args:
- stage_id: 0
  runtime: {devices: "0"}
  engine_args:
    model_stage: a
- stage_id: 1
  runtime: {devices: "1"}
  engine_args:
    model_stage: b
  engine_input_source: [0]
runtime:
  connectors:
    shm: {name: SharedMemoryConnector}
  edges:
  - {from: 0, to: 1}
`
