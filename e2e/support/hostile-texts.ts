/** Texts that break naive readers, with words of the finding that each must end in. */
export interface HostileText {
  readonly name: string
  readonly text: string
  readonly finding: RegExp
}

const MIB = 1024 * 1024

/** The same junk each time: signs that mean something to YAML, blanks, letters of several scripts. */
function junk(length: number): string {
  const signs = [...' \n\t:-[]{}&*!|>\'"%@`#,?abc0123<>é中😀']
  let seed = 7
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return signs[seed % signs.length]
  }
  return Array.from({ length }, next).join('')
}

const laughs = (levels: number): string =>
  [
    'a0: &a0 [x, x]',
    ...Array.from(
      { length: levels },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}, *a${at}]`,
    ),
    `stages: [*a${levels}]`,
    '',
  ].join('\n')

const PROTOTYPES = `__proto__: {polluted: true}
constructor: {prototype: {polluted: true}}
connectors:
  __proto__: {name: SharedMemoryConnector, extra: {__proto__: 1}}
  constructor: {name: toString}
stages:
  - stage_id: __proto__
    __proto__: {devices: "0"}
    output_connectors: {to_stage_constructor: __proto__, __proto__: constructor}
  - stage_id: constructor
    input_connectors: {from_stage___proto__: constructor}
  - stage_id: hasOwnProperty
edges:
  - {from: __proto__, to: hasOwnProperty}
`

const MARKUP = `stage_args:
  - stage_id: 0
    engine_args: {model_stage: "<img src=x onerror=window.polluted=1>"}
  - stage_id: "</script><script>window.polluted=1</script>"
    engine_input_source: [0]
`

export const HOSTILE_TEXTS: readonly HostileText[] = [
  { name: 'nul.yaml', text: 'stages:\n  - stage_id: 0\n    devices: "0\u0000"\n\u0000', finding: /U\+0000/ },
  { name: 'line.yaml', text: `stages: [${'{stage_id: 0}, '.repeat(70_000)}]\n`, finding: /LIMIT-3/ },
  { name: 'word.yaml', text: 'x'.repeat(MIB), finding: /SCH-1/ },
  { name: 'brackets.yaml', text: `stages: ${'['.repeat(100_000)}`, finding: /nested more than/ },
  { name: 'dashes.yaml', text: `stages:\n${'- '.repeat(50_000)}x\n`, finding: /nested more than/ },
  { name: 'laughs.yaml', text: laughs(30), finding: /LIMIT-2/ },
  { name: 'junk.yaml', text: junk(3 * MIB), finding: /YAML-1/ },
  { name: 'long.yaml', text: `# ${'-'.repeat(78)}\n`.repeat(115_000), finding: /LIMIT-1/ },
  { name: 'prototypes.yaml', text: PROTOTYPES, finding: /SCH-3/ },
  { name: 'markup.yaml', text: MARKUP, finding: /GRAPH-1/ },
]
