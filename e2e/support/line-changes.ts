export interface LineChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** Lines of `after` that are not in `before`, and the other way round, however often each occurs. */
export function lineChanges(before: string, after: string): LineChanges {
  const added = after.split('\n')
  const removed: string[] = []
  for (const line of before.split('\n')) {
    const at = added.indexOf(line)
    if (at < 0) removed.push(line)
    else added.splice(at, 1)
  }
  return { added, removed }
}
