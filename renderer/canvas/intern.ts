type Flat = Readonly<Record<string, string | number | boolean | null>>

/** Two flat records of one shape with the same values. */
function sameValues<T extends Flat>(a: T, b: T): boolean {
  for (const key in b) if (a[key] !== b[key]) return false
  return true
}

/**
 * Remembers the last record per id and gives it again while its values are the same, so that what did not change
 * keeps its identity from one analysis to the next, and its node is not drawn again.
 */
export function createInterner<T extends Flat>(): (id: string, made: T) => T {
  const last = new Map<string, T>()
  return (id, made) => {
    const old = last.get(id)
    if (old !== undefined && sameValues(old, made)) return old
    last.set(id, made)
    return made
  }
}

/** The old list when it has the same members as the new one. */
export const sameList = <T>(old: T[], made: T[]): T[] =>
  old.length === made.length && made.every((item, index) => item === old[index]) ? old : made
