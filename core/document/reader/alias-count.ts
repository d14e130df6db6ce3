import { excerpt } from './characters.ts'
import { ReadFailure } from './failure.ts'
import type { SyntaxAlias, SyntaxContent, SyntaxNode } from './syntax.ts'

/** The most that one anchor may be repeated, counted with the aliases inside it. */
const MAX_ALIAS_COUNT = 100

interface AnchorUse {
  count: number
  weight: number
}

type Uses = Map<SyntaxContent, AnchorUse>

const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  if (node.kind === 'seq') return node.items.map(item => item.node)
  return node.kind === 'map' ? node.pairs.flatMap(pair => [pair.key, pair.value]) : []
}

function weightOf(node: SyntaxNode, uses: Uses): number {
  if (node.kind === 'scalar') return 1
  if (node.kind === 'alias') {
    const use = uses.get(node.target)
    return use === undefined ? 0 : use.count * use.weight
  }
  return childrenOf(node).reduce((most, child) => Math.max(most, weightOf(child, uses)), 0)
}

function countAlias(alias: SyntaxAlias, uses: Uses): void {
  const use = uses.get(alias.target) ?? { count: 1, weight: 0 }
  uses.set(alias.target, use)
  use.count += 1
  if (use.weight === 0) use.weight = weightOf(alias.target, uses)
  if (use.count * use.weight <= MAX_ALIAS_COUNT) return
  throw new ReadFailure(
    null,
    `aliases repeat &${excerpt(alias.target.anchor?.name ?? '')} ${use.count} times by weight ${use.weight}, past the bound of ${MAX_ALIAS_COUNT}; write some of the values out`,
    alias.start,
    alias.end,
    'LIMIT-2',
  )
}

/**
 * Refuses a text whose aliases would blow up when followed. The measure is the `yaml` library's: uses of an anchor
 * times the heaviest chain of aliases inside it.
 */
export function checkAliases(root: SyntaxNode): void {
  const uses: Uses = new Map()
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'alias') countAlias(node, uses)
    else for (const child of childrenOf(node)) visit(child)
  }
  visit(root)
}
