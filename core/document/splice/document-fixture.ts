import fc from 'fast-check'
import type { PyValue } from '../../value/index.ts'

/** Texts that tempt a writer of YAML 1.1 to leave the quotes out. */
const TEMPTING = [
  'yes',
  'on',
  'No',
  'null',
  '~',
  '017',
  '1:30',
  '1e3',
  '1_000',
  '0x1F',
  '.5',
  '.inf',
  '2024-01-31',
  '=',
  '<<',
  '',
  ' lead',
  'trail ',
  'a: b',
  'a #b',
  '#c',
  '- x',
  '-',
  '?',
  '*a',
  '&a',
  '!t',
  '%d',
  '@e',
  '`f',
  '{g}',
  '[h]',
  "it's",
  'say "hi"',
  'two\nlines',
  'tab\there',
  '\u0007bell',
  'nel\u0085',
  'ls\u2028',
  '\ufeffbom',
  'é漢😀',
  '---',
  '...',
  'C:\\dir',
  'http://h:80/p',
  'y',
  'end:',
]

export const scalarValue: fc.Arbitrary<PyValue> = fc.oneof(
  fc.constantFrom<PyValue>(...TEMPTING),
  fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter(text => !/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
  fc.boolean(),
  fc.constant(null),
  fc.double().map(float => ({ float })),
  fc.constantFrom({ date: '2024-01-31' }, { date: '2024-01-31 10:20:30+02:00' }),
)

const KEYS = ['name', 'extra', 'devices', 'from_stage_0', 'on', '1', 'a b', 'zmq_port', "it's", 'x']

const { tree } = fc.letrec<{ tree: PyValue; map: PyValue; list: PyValue }>(tie => ({
  map: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), tie('tree')), { selector: ([key]) => key, maxLength: 4 })
    .map(entries => new Map<PyValue, PyValue>(entries)),
  list: fc.array(tie('tree'), { maxLength: 3 }),
  tree: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalarValue, tie('map'), tie('list')),
}))

export const anyValue = tree

const rootMap = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), tree), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 5,
  })
  .map(entries => new Map<PyValue, PyValue>(entries))

export const rootValue: fc.Arbitrary<ReadonlyMap<PyValue, PyValue>> = rootMap
