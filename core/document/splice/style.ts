import { syntaxOf } from '../parse.ts'
import type { SyntaxMap, SyntaxNode, SyntaxScalar } from '../reader/syntax.ts'
import type { ParsedDocument } from '../types.ts'
import { columnOf } from './places.ts'

export type Quote = "'" | '"'

/** How a text is written, so that what is added looks like what is there. */
export interface TextStyle {
  readonly json: boolean
  readonly lineBreak: string
  /** Blanks that a nested mapping is indented by. */
  readonly step: number
  /** Blanks that the dashes of a list are indented by below their key. */
  readonly dashOffset: number
  /** Quotes of texts that need some. */
  readonly quote: Quote
  /** What follows a key and an item in flow style. */
  readonly colon: string
  readonly comma: string
}

/** The answer given most often; `fallback` when there is none. */
class Poll {
  private readonly votes = new Map<number, number>()

  add(answer: number): void {
    this.votes.set(answer, (this.votes.get(answer) ?? 0) + 1)
  }

  winner(fallback: number): number {
    let best = fallback
    let most = 0
    for (const [answer, count] of this.votes)
      if (count > most) {
        best = answer
        most = count
      }
    return best
  }
}

interface Survey {
  readonly text: string
  readonly steps: Poll
  readonly dashes: Poll
  single: number
  double: number
  tight: number
  loose: number
}

const keyColumn = (text: string, map: SyntaxMap): number => {
  const [first] = map.pairs
  return first === undefined ? 0 : columnOf(text, first.question >= 0 ? first.question : first.key.outerStart)
}

function surveyScalar(scalar: SyntaxScalar, survey: Survey): void {
  if (scalar.style === 'single') survey.single += 1
  if (scalar.style === 'double') survey.double += 1
}

function surveyMap(map: SyntaxMap, survey: Survey): void {
  const column = keyColumn(survey.text, map)
  for (const { key, value, colon } of map.pairs) {
    visit(key, survey)
    visit(value, survey)
    if (map.flow) {
      if (colon >= 0 && value.outerStart === colon + 1) survey.tight += 1
      else survey.loose += 1
      if (value.kind === 'map' && value.flow) surveyFlowStep(map, value, survey)
    } else if (value.kind === 'map' && !value.flow) survey.steps.add(keyColumn(survey.text, value) - column)
    else if (value.kind === 'seq' && !value.flow)
      survey.dashes.add(columnOf(survey.text, value.start) - column)
  }
}

function surveyFlowStep(outer: SyntaxMap, inner: SyntaxMap, survey: Survey): void {
  const step = keyColumn(survey.text, inner) - keyColumn(survey.text, outer)
  if (step > 0 && survey.text.slice(inner.start, inner.pairs[0]?.key.start).includes('\n'))
    survey.steps.add(step)
}

function visit(node: SyntaxNode, survey: Survey): void {
  if (node.kind === 'scalar') surveyScalar(node, survey)
  else if (node.kind === 'seq') for (const item of node.items) visit(item.node, survey)
  else if (node.kind === 'map') surveyMap(node, survey)
}

const firstBreak = (text: string): string => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'

/** Looks over the whole text once. Where it says nothing, two blanks, double quotes and `\n`. */
export function styleOf(document: ParsedDocument): TextStyle {
  const { text } = document
  const survey: Survey = {
    text,
    steps: new Poll(),
    dashes: new Poll(),
    single: 0,
    double: 0,
    tight: 0,
    loose: 0,
  }
  const { root } = syntaxOf(document)
  if (root !== null) visit(root, survey)
  const json = document.format === 'json'
  const tight = json && survey.tight > survey.loose
  const step = survey.steps.winner(2)
  return {
    json,
    lineBreak: firstBreak(text),
    step: step > 0 ? step : 2,
    dashOffset: Math.max(0, survey.dashes.winner(2)),
    quote: survey.single > survey.double ? "'" : '"',
    colon: tight ? ':' : ': ',
    comma: tight ? ',' : ', ',
  }
}
