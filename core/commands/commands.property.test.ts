import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, parseDocument } from '../document/index.ts'
import { sameValue } from '../document/splice/index.ts'
import { invertEdits } from '../history/index.ts'
import type { PyDict, PyValue } from '../value/index.ts'
import { analysisOf } from './analysis-fixture.ts'
import {
  connected,
  disconnected,
  idOf,
  mapStages,
  renumbered,
  stagesOf,
  update,
  updateWiring,
  withoutStage,
} from './command-model-fixture.ts'
import { type Command, planCommand } from './index.ts'

const FOLDER = new URL('../../fixtures/pipelines/', import.meta.url)
const FILES = readdirSync(FOLDER).filter(name => name.endsWith('.yaml'))
const TEXTS = FILES.map(name => readFileSync(new URL(name, FOLDER), 'utf8'))

/** The same file as somebody on Windows, or with an editor that ends no last line, would have it. */
const dressed = (text: string, dress: number): string => {
  if (dress === 1) return text.replaceAll('\n', '\r\n')
  return dress === 2 ? text.replace(/\n$/, '') : text
}

const texts = fc
  .tuple(fc.constantFrom(...TEXTS), fc.constantFrom(0, 1, 2))
  .map(([text, dress]) => dressed(text, dress))

const mappingIn = (text: string): PyDict => {
  const { value } = parseDocument(text)
  if (!(value instanceof Map)) throw new Error('not a mapping')
  return value
}

/** Plans, applies, reads again, compares with what was meant, and takes back. */
function check(text: string, command: Command, meant: PyValue): string {
  const plan = planCommand(analysisOf(text), command)
  if (!plan.ok) throw new Error(`${plan.error.code} ${plan.error.message}`)
  const after = applyEdits(text, plan.value.edits)
  if (!sameValue(parseDocument(after).value, meant)) throw new Error(`reads otherwise than meant:\n${after}`)
  expect(applyEdits(after, invertEdits(text, plan.value.edits))).toBe(text)
  if (!/[^\r]\n/.test(text)) expect(after).not.toMatch(/[^\r]\n/)
  return after
}

/** Text of every stage whose id is not among those that the command is about. */
const stageTexts = (text: string, about: readonly string[]): readonly string[] => {
  const blocks = text.split(/^(?= {2}- stage_id:)/m).slice(1)
  return blocks
    .map(block => block.replace(/\n\S[\s\S]*$/, '').replace(/\s+(?:#.*\s*)*$/, ''))
    .filter(
      block =>
        !about.some(id =>
          new RegExp(`stage_id: ${id}\\s|_stage_${id}:|engine_input_source: \\[${id}\\]`).test(`${block}\n`),
        ),
    )
}

const ids = (text: string): readonly string[] => stagesOf(mappingIn(text)).map(idOf)
const pick = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

describe('on every fixture pipeline, in every dress', () => {
  const runs = { numRuns: 25 }

  it('removing a stage leaves the other stages to the byte', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const id = pick(ids(text), at)
        const after = check(text, { type: 'removeStage', id }, withoutStage(mappingIn(text), id))
        for (const block of stageTexts(text, [id])) expect(after).toContain(block)
      }),
      runs,
    )
  })

  it('renumbering a stage follows every reference', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 50, max: 60 }), (text, at, next) => {
        const id = pick(ids(text), at)
        const newId = String(next)
        const after = check(text, { type: 'setStageId', id, newId }, renumbered(mappingIn(text), id, newId))
        for (const block of stageTexts(text, [id])) expect(after).toContain(block)
      }),
      runs,
    )
  })

  it('connecting and disconnecting touch the two stages only', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [pick(ids(text), a), pick(ids(text), b)]
        if (from === to) return
        const connector = { label: 'new one', name: 'SharedMemoryConnector' }
        const defined = updateWiring(mappingIn(text), 'connectors', old =>
          update(
            old instanceof Map ? old : new Map(),
            'new one',
            () => new Map([['name', 'SharedMemoryConnector']]),
          ),
        )
        const meant = connected(defined, from, to, 'new one')
        const after = check(text, { type: 'connect', from, to, connector }, meant)
        for (const block of stageTexts(text, [from, to])) expect(after).toContain(block)
        check(after, { type: 'disconnect', from, to }, disconnected(mappingIn(after), from, to))
      }),
      runs,
    )
  })

  it('adding and duplicating a stage only add lines', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, at) => {
        const id = pick(ids(text), at)
        for (const command of [{ type: 'addStage' }, { type: 'duplicateStage', id }] as const) {
          const plan = planCommand(analysisOf(text), command)
          expect(plan.ok && plan.value.edits.every(({ range }) => range.start === range.end)).toBe(true)
          const after = plan.ok ? applyEdits(text, plan.value.edits) : ''
          expect(stagesOf(mappingIn(after))).toHaveLength(ids(text).length + 1)
          expect(new Set(ids(after)).size).toBe(ids(text).length + 1)
        }
      }),
      runs,
    )
  })

  it('setting a field of a stage changes that field only', () => {
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.constantFrom<PyValue>('yes', 7, { float: 0.5 }, [1, 2], null),
        (text, at, value) => {
          const root = mappingIn(text)
          const index = at % ids(text).length
          const id = pick(ids(text), at)
          const path = [
            root.has('stage_args') ? 'stage_args' : 'stages',
            index,
            'default_sampling_params',
            'seed',
          ]
          const meant = mapStages(root, stage =>
            idOf(stage) === id
              ? update(stage, 'default_sampling_params', old =>
                  update(old instanceof Map ? old : new Map(), 'seed', () => value),
                )
              : stage,
          )
          check(text, { type: 'setField', path, value }, meant)
        },
      ),
      runs,
    )
  })
})
