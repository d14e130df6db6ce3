import type { Path } from '../document/types.ts'
import type { MigrationItem, MigrationKind } from './types.ts'

/** A setting that is lifted or kept after it was moved is told of once, by its last station. */
const isSuperseded = (item: MigrationItem, from: Path | null, kind: MigrationKind): boolean =>
  item.kind === 'moved' &&
  (kind === 'hoisted' || kind === 'kept') &&
  from !== null &&
  samePath(item.from, from)

const samePath = (a: Path | null, b: Path): boolean =>
  a !== null && a.length === b.length && a.every((step, index) => step === b[index])

/** Collects what became of each setting. */
export class Report {
  private collected: readonly MigrationItem[] = []

  add(kind: MigrationKind, from: Path | null, to: Path | null, message: string): void {
    this.collected = [
      ...this.collected.filter(item => !isSuperseded(item, from, kind)),
      { kind, from, to, message },
    ]
  }

  get items(): readonly MigrationItem[] {
    return this.collected
  }
}
