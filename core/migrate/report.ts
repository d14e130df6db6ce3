import type { Path } from '../document/types.ts'
import type { MigrationItem, MigrationKind } from './types.ts'

const samePath = (a: Path | null, b: Path): boolean =>
  a !== null && a.length === b.length && a.every((step, index) => step === b[index])

/** Collects what became of each setting. */
export class Report {
  private readonly collected: MigrationItem[] = []

  /** A setting that is lifted or kept after it was moved is told of once, by its last station. */
  add(kind: MigrationKind, from: Path | null, to: Path | null, message: string): void {
    if (from !== null && (kind === 'hoisted' || kind === 'kept')) {
      const moved = this.collected.findIndex(item => item.kind === 'moved' && samePath(item.from, from))
      if (moved >= 0) this.collected.splice(moved, 1)
    }
    this.collected.push({ kind, from, to, message })
  }

  get items(): readonly MigrationItem[] {
    return this.collected
  }
}
