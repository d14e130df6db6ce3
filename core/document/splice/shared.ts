import { lineColumn } from '../lines.ts'
import { syntaxOf } from '../parse.ts'
import type { SyntaxAlias, SyntaxContent, SyntaxNode } from '../reader/syntax.ts'
import type { ParsedDocument, Range } from '../types.ts'

const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  if (node.kind === 'seq') return node.items.map(item => item.node)
  return node.kind === 'map' ? node.pairs.flatMap(pair => [pair.key, pair.value]) : []
}

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node)
  for (const child of childrenOf(node)) walk(child, visit)
}

/** Anchored nodes that overlap the places of an edit and are repeated by an alias, with the first such alias. */
function sharedWithin(
  root: SyntaxNode,
  places: readonly Range[],
): { readonly anchored: SyntaxContent; readonly alias: SyntaxAlias } | null {
  const touched = (node: SyntaxNode): boolean =>
    places.some(place => place.start <= node.end && node.outerStart <= place.end)
  let found: { readonly anchored: SyntaxContent; readonly alias: SyntaxAlias } | null = null
  walk(root, node => {
    if (found === null && node.kind === 'alias' && touched(node.target))
      found = { anchored: node.target, alias: node }
  })
  return found
}

/** Says that an edit would also change what an alias elsewhere repeats; null when that is not the reason. */
export function sharingSentence(document: ParsedDocument, places: readonly Range[]): string | null {
  const { root } = syntaxOf(document)
  const shared = root === null ? null : sharedWithin(root, places)
  if (shared === null) return null
  const name = shared.anchored.anchor?.name ?? ''
  const { line } = lineColumn(document.text, shared.alias.start)
  return `The value is anchored as &${name} and repeated on line ${line}, which would change or break too. Write the value out there first, or edit the text.`
}
