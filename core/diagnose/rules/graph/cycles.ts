import type { EdgeRef } from '../../../contract/finding.ts'

type State = { readonly index: number; low: number; onStack: boolean }

/** Strongly connected components of more than one stage, each in the order in which its stages were met. */
function components(next: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const states = new Map<string, State>()
  const stack: string[] = []
  const found: string[][] = []
  const work: { readonly id: string; at: number }[] = []

  const open = (id: string): void => {
    states.set(id, { index: states.size, low: states.size, onStack: true })
    stack.push(id)
    work.push({ id, at: 0 })
  }
  const close = (id: string, state: State): void => {
    if (state.low !== state.index) return
    const members = stack.splice(stack.lastIndexOf(id))
    for (const member of members) {
      const known = states.get(member)
      if (known !== undefined) known.onStack = false
    }
    if (members.length > 1) found.push(members)
  }
  const step = (frame: { readonly id: string; at: number }, state: State): void => {
    const target = next.get(frame.id)?.[frame.at]
    if (target === undefined) {
      work.pop()
      close(frame.id, state)
      const parent = work.at(-1)
      const above = parent === undefined ? undefined : states.get(parent.id)
      if (above !== undefined) above.low = Math.min(above.low, state.low)
      return
    }
    frame.at += 1
    const seen = states.get(target)
    if (seen === undefined) open(target)
    else if (seen.onStack) state.low = Math.min(state.low, seen.index)
  }

  for (const start of next.keys()) {
    if (states.has(start)) continue
    open(start)
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const state = states.get(frame.id)
      if (state === undefined) break
      step(frame, state)
    }
  }
  return found
}

/** The shortest way from a stage back to itself inside its component. */
function circleFrom(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
  within: ReadonlySet<string>,
): readonly string[] {
  const before = new Map<string, string>()
  const queue = [start]
  for (let head = 0; head < queue.length; head += 1) {
    const id = queue[head] ?? start
    for (const target of next.get(id) ?? []) {
      if (target === start) return wayTo(id, start, before)
      if (!within.has(target) || before.has(target)) continue
      before.set(target, id)
      queue.push(target)
    }
  }
  return [start]
}

function wayTo(end: string, start: string, before: ReadonlyMap<string, string>): readonly string[] {
  const way = [end]
  for (let id = end; id !== start; ) {
    id = before.get(id) ?? start
    way.push(id)
  }
  return way.reverse()
}

/** One circle per group of stages that reach each other; each starts at the group's first stage. */
export function findCycles(edges: readonly EdgeRef[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const targets = next.get(from)
    if (targets === undefined) next.set(from, [to])
    else targets.push(to)
    if (!next.has(to)) next.set(to, [])
  }
  return components(next).map(members => {
    const [start = ''] = members
    return circleFrom(start, next, new Set(members))
  })
}
