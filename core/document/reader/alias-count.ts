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

function eachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  if (node.kind === 'seq') for (const item of node.items) visit(item.node)
  if (node.kind !== 'map') return
  for (const pair of node.pairs) {
    visit(pair.key)
    visit(pair.value)
  }
}

function weightOf(node: SyntaxNode, uses: Uses): number {
  if (node.kind === 'scalar') return 1
  if (node.kind === 'alias') {
    const use = uses.get(node.target)
    return use === undefined ? 0 : use.count * use.weight
  }
  let most = 0
  eachChild(node, child => {
    most = Math.max(most, weightOf(child, uses))
  })
  return most
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
    else eachChild(node, visit)
  }
  visit(root)
}
