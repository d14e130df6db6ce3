import { CONSTANTS, KIND, LARGEST_SMALL, type Parcel, reference } from './format.ts'

interface ShapeNode {
  readonly next: Map<string, ShapeNode>
  shape: number
}

/** Numbers the shapes of objects: equal names in equal order are one shape. */
class Shapes {
  readonly names: string[][] = []
  readonly #root: ShapeNode = { next: new Map(), shape: -1 }

  numberOf(names: string[]): number {
    let node = this.#root
    for (const name of names) {
      const next = node.next.get(name) ?? { next: new Map(), shape: -1 }
      node.next.set(name, next)
      node = next
    }
    if (node.shape < 0) node.shape = this.names.push(names) - 1
    return node.shape
  }
}

/** Gives equal things one place in a list. */
class Table<T> {
  readonly items: T[] = []
  readonly #places = new Map<T, number>()

  placeOf(item: T): number {
    const known = this.#places.get(item)
    if (known !== undefined) return known
    const place = this.items.push(item) - 1
    this.#places.set(item, place)
    return place
  }
}

class Packer {
  readonly strings = new Table<string>()
  readonly shapes = new Shapes()
  readonly numbers: number[] = []
  readonly others: unknown[] = []
  readonly #known = new Map<object, number>()
  #blocks = new Int32Array(1 << 12)
  #length = 0

  get blocks(): Int32Array<ArrayBuffer> {
    return this.#blocks.slice(0, this.#length)
  }

  refer(value: unknown): number {
    if (typeof value === 'string') return reference(KIND.string, this.strings.placeOf(value))
    if (typeof value === 'number') return this.#number(value)
    const constant = CONSTANTS.indexOf(value)
    if (constant >= 0) return reference(KIND.constant, constant)
    return typeof value === 'object' && value !== null ? this.#object(value) : this.#other(value)
  }

  #number(value: number): number {
    if (Number.isInteger(value) && Math.abs(value) <= LARGEST_SMALL && !Object.is(value, -0))
      return reference(KIND.small, value)
    return reference(KIND.number, this.numbers.push(value) - 1)
  }

  #other(value: unknown): number {
    return reference(KIND.other, this.others.push(value) - 1)
  }

  /** An object that is met again is the same one on the other side too. */
  #object(value: object): number {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) return this.#list(value, KIND.array, value.length, value)
    if (value instanceof Map) return this.#list(value, KIND.map, value.size, [...value].flat(1))
    if (ArrayBuffer.isView(value)) return this.#keep(value, this.#other(value))
    const shape = this.shapes.numberOf(Object.keys(value))
    return this.#list(value, KIND.object, shape, Object.values(value))
  }

  #keep(value: object, ref: number): number {
    this.#known.set(value, ref)
    return ref
  }

  #list(value: object, kind: number, head: number, members: readonly unknown[]): number {
    const at = this.#reserve(members.length + 1)
    const ref = this.#keep(value, reference(kind, at))
    this.#blocks[at] = head
    for (const [index, member] of members.entries()) {
      const child = this.refer(member)
      this.#blocks[at + 1 + index] = child
    }
    return ref
  }

  #reserve(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#blocks.length) {
      const larger = new Int32Array(Math.max(this.#length, this.#blocks.length * 2))
      larger.set(this.#blocks)
      this.#blocks = larger
    }
    return at
  }
}

/** Packs plain data: texts, numbers, arrays, maps and plain objects, whatever is shared among them included. */
export function pack(value: unknown): Parcel {
  const packer = new Packer()
  const root = packer.refer(value)
  const { blocks, shapes, others } = packer
  return {
    blocks,
    numbers: Float64Array.from(packer.numbers),
    strings: packer.strings.items,
    others,
    shapes: shapes.names,
    root,
  }
}
