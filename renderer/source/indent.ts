import { indentService, syntaxTree } from '@codemirror/language'

/** A key without a value on its line, behind the dashes of list items: what it holds stands below and deeper. */
const OPEN_KEY = /^([\s-]*)[^\s#-].*:\s*(?:#.*)?$/

const indentOf = (text: string): number => text.search(/\S|$/)

/** Puts a new line below a key to where its value stands: as deep as what is there already, else one step deeper. */
export const indentBelowKey = indentService.of((context, pos) => {
  const { state, simulatedBreak } = context
  if (simulatedBreak !== pos) return undefined
  const line = context.lineAt(pos, -1)
  const key = OPEN_KEY.exec(line.text)?.[1]
  if (key === undefined || isText(syntaxTree(state).resolveInner(pos, -1).name)) return undefined
  const below = state.doc.lineAt(pos).number + 1
  const next = below <= state.doc.lines ? state.doc.line(below).text : ''
  return indentOf(next) > key.length ? indentOf(next) : key.length + context.unit
})

const isText = (node: string): boolean => /^(?:BlockLiteral|Quoted)/.test(node)
