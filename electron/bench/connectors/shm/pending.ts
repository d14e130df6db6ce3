import { existsSync } from 'node:fs'
import { join } from 'node:path'

const REAP_LIMIT = 64

/** Names of segments that were put and may not have been read yet. */
export class PendingNames {
  private readonly folder: string
  private readonly names = new Map<string, number>()
  private total = 0

  constructor(folder: string) {
    this.folder = folder
  }

  get count(): number {
    return this.names.size
  }

  get bytes(): number {
    return this.total
  }

  add(name: string, size: number): void {
    this.forget(name)
    this.names.set(name, size)
    this.total += size
  }

  forget(name: string): void {
    this.total -= this.names.get(name) ?? 0
    this.names.delete(name)
  }

  /** Drops those whose segment has vanished: at most 64 names a time, in turn (the runtime's `reap_consumed`). */
  reap(): void {
    let left = Math.min(REAP_LIMIT, this.names.size)
    for (const [name, size] of this.names) {
      if (left === 0) return
      left -= 1
      const isThere = existsSync(join(this.folder, name))
      this.forget(name)
      if (isThere) this.add(name, size)
    }
  }

  takeAll(): readonly string[] {
    const all = [...this.names.keys()]
    this.names.clear()
    this.total = 0
    return all
  }
}
