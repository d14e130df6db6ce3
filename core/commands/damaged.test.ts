import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits, parseDocument } from '../document/index.ts'
import { invertEdits } from '../history/index.ts'
import { migrate } from '../migrate/index.ts'
import { analysisOf } from './analysis-fixture.ts'
import { type Command, planCommand } from './index.ts'

const FOLDER = new URL('../../fixtures/pipelines/', import.meta.url)
const SOUND = readdirSync(FOLDER).filter(name => name.endsWith('.yaml'))
const INVALID = readdirSync(new URL('invalid/', FOLDER)).map(name => `invalid/${name}`)
const RARE = [
  'base: &b\n  devices: "0"\n  input_connectors: &i {from_stage_1: a}\nstages:\n  - &s\n    <<: *b\n    stage_id: 0\n  - <<: [*b, *s]\n    stage_id: 1\n    output_connectors: *i\nconnectors: &c\n  a: {name: A}\nedges: &e\n  - {from: 0, to: 1}\nplatforms: {npu: {stages: *e}}\n',
  'stage_args: &l\n- {stage_id: 0, engine_input_source: &x [1]}\n- {stage_id: 1, engine_input_source: *x}\nruntime:\n  edges: *l\n  connectors:\n',
  '? stages\n: - ? stage_id\n    : 0\n  - stage_id: !!str 1\n    stage_id: 1\n',
  'stages: !!omap [{stage_id: 0}, {stage_id: 1}]\nconnectors: [1]\nedges: 5\nruntime: []\n',
  '%YAML 1.1\n---\nstages:\n- stage_id: |+\n    0\n\n- stage_id: 1\n...\n',
]
const TEXTS = [...[...SOUND, ...INVALID].map(name => readFileSync(new URL(name, FOLDER), 'utf8')), ...RARE]

const INSERTS = [
  '&a ',
  '*a',
  '<<: *a\n',
  '{',
  ']',
  '"',
  '\n',
  '  ',
  '- ',
  ': ',
  '#',
  '\t',
  '\r',
  'null',
  '|\n',
  '? ',
  '!!map ',
  '\u2028',
]

/** A fixture with a few characters taken out or put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom('', ...INSERTS)), { maxLength: 3 }),
  )
  .map(([text, blows]) =>
    blows.reduce((now, [at, length, insert]) => {
      const start = now.length === 0 ? 0 : at % now.length
      return now.slice(0, start) + insert + now.slice(start + length)
    }, text),
  )

const id = fc.constantFrom('0', '1', '2', '9', '__proto__')
const ends = fc.record({ from: id, to: id })
const connector = fc.constantFrom(
  { label: 'a' },
  { label: 'new', name: 'SharedMemoryConnector' },
  { automatic: true } as const,
  { inline: { name: 'SharedMemoryConnector' } },
)
const path = fc
  .tuple(
    fc.constantFrom('stages', 'stage_args', 'connectors', 'base', 'constructor'),
    fc.array(fc.oneof(fc.nat(2), fc.constantFrom('devices', 'a', 'extra', 'stage_id', 'x')), {
      maxLength: 3,
    }),
  )
  .map(([first, rest]) => [first, ...rest])

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'addStage' }),
  id.map((of): Command => ({ type: 'removeStage', id: of })),
  id.map((of): Command => ({ type: 'renameStage', id: of, name: 'on' })),
  fc.tuple(id, id).map(([of, newId]): Command => ({ type: 'setStageId', id: of, newId })),
  id.map((of): Command => ({ type: 'duplicateStage', id: of })),
  fc.constantFrom(...TEXTS).map((text): Command => ({ type: 'pasteStages', text })),
  fc
    .tuple(ends, connector)
    .map(([edge, choice]): Command => ({ type: 'connect', ...edge, connector: choice })),
  ends.map((edge): Command => ({ type: 'disconnect', ...edge })),
  fc
    .tuple(ends, connector)
    .map(([edge, choice]): Command => ({ type: 'setEdgeConnector', ...edge, connector: choice })),
  fc.constant<Command>({ type: 'addConnector', name: 'NixlConnector' }),
  fc.constant<Command>({ type: 'removeConnector', label: 'a' }),
  fc.constant<Command>({ type: 'renameConnector', label: 'a', newLabel: '017' }),
  fc.constant<Command>({ type: 'setConnectorClass', label: 'a', name: 'B' }),
  path.map((of): Command => ({ type: 'setField', path: of, value: 'yes' })),
  path.map((of): Command => ({ type: 'removeField', path: of })),
  ends.map((edge): Command => ({ type: 'addEdge', ...edge })),
  ends.map((edge): Command => ({ type: 'removeEdge', ...edge })),
  ends.map((edge): Command => ({ type: 'setEdgeField', ...edge, key: 'max_inflight', value: 2 })),
)

describe('a damaged or unusual text', () => {
  it('gets a plan that reads and can be taken back, or a sentence', () => {
    fc.assert(
      fc.property(damaged, command, (text, what) => {
        const plan = planCommand(analysisOf(text), what)
        if (!plan.ok) {
          expect(plan.error.message).toMatch(/[.!?]$/)
          return
        }
        const after = applyEdits(text, plan.value.edits)
        expect(parseDocument(after).ok).toBe(true)
        expect(applyEdits(after, invertEdits(text, plan.value.edits))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('is migrated or refused, never thrown at', () => {
    fc.assert(
      fc.property(damaged, text => {
        const result = migrate(text)
        if (result.ok) expect(parseDocument(result.value.text).ok).toBe(true)
        else expect(result.error.message).toMatch(/[.!?]$/)
      }),
      { numRuns: 200 },
    )
  })
})
