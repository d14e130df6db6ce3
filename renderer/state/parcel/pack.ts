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
      let next = node.next.get(name)
      if (next === undefined) {
        next = { next: new Map(), shape: -1 }
        node.next.set(name, next)
      }
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
  #last: T | undefined
  #lastPlace = 0

  /** A key and its value are often the same text, one after the other. */
  placeOf(item: T): number {
    if (item !== this.#last) {
      this.#last = item
      this.#lastPlace = this.#lookUp(item)
    }
    return this.#lastPlace
  }

  #lookUp(item: T): number {
    const known = this.#places.get(item)
    if (known !== undefined) return known
    const place = this.items.push(item) - 1
    this.#places.set(item, place)
    return place
  }
}

/** Lists of so few plain values are written again rather than looked for. */
const SHORT = 4

const isShort = (list: readonly unknown[]): boolean =>
  list.length <= SHORT && list.every(item => typeof item !== 'object' || item === null)

class Packer {
  readonly strings = new Table<string>()
  readonly shapes = new Shapes()
  readonly numbers: number[] = []
  readonly others: unknown[] = []
  readonly again = new Set<number>()
  readonly #known = new Map<object, number>()
  /** By the number of a shape: whether its objects are looked for. */
  readonly #single: boolean[] = []
  #blocks = new Int32Array(1 << 12)
  #length = 0

  constructor(single: Singles) {
    for (const names of single) this.#single[this.shapes.numberOf([...names])] = true
  }

  get blocks(): Int32Array<ArrayBuffer> {
    return this.#blocks.subarray(0, this.#length)
  }

  refer(value: unknown): number {
    if (typeof value === 'string') return reference(KIND.string, this.strings.placeOf(value))
    if (typeof value === 'number') return this.#number(value)
    if (typeof value === 'object' && value !== null) return this.#object(value)
    const constant = CONSTANTS.indexOf(value)
    return constant >= 0 ? reference(KIND.constant, constant) : this.#other(value)
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
    if (Array.isArray(value))
      return isShort(value) ? this.#array(value) : (this.#met(value) ?? this.#array(value))
    if (value instanceof Map) return this.#met(value) ?? this.#map(value)
    if (ArrayBuffer.isView(value)) return this.#met(value) ?? this.#keep(value, this.#other(value))
    const names = Object.keys(value)
    const shape = this.shapes.numberOf(names)
    const single = this.#single[shape] === true
    return (single ? null : this.#met(value)) ?? this.#members(value, shape, names.length, single)
  }

  #met(value: object): number | null {
    const known = this.#known.get(value)
    if (known === undefined) return null
    this.again.add(known)
    return known
  }

  #keep(value: object, ref: number): number {
    this.#known.set(value, ref)
    return ref
  }

  #array(value: readonly unknown[]): number {
    const at = this.#reserve(value.length, value.length)
    const ref = reference(KIND.array, at)
    if (!isShort(value)) this.#keep(value, ref)
    return this.#fill(ref, at, value)
  }

  #map(value: ReadonlyMap<unknown, unknown>): number {
    const at = this.#reserve(value.size, 2 * value.size)
    const ref = this.#keep(value, reference(KIND.map, at))
    let pair = at + 1
    value.forEach((item, key) => {
      this.#put(pair, key)
      this.#put(pair + 1, item)
      pair += 2
    })
    return ref
  }

  #members(value: object, shape: number, count: number, single: boolean): number {
    const at = this.#reserve(shape, count)
    const ref = reference(KIND.object, at)
    if (!single) this.#keep(value, ref)
    return this.#fill(ref, at, Object.values(value))
  }

  #fill(ref: number, at: number, members: readonly unknown[]): number {
    for (let index = 0; index < members.length; index += 1) this.#put(at + 1 + index, members[index])
    return ref
  }

  /** What a value holds may need larger blocks, so it is packed before its place is looked up. */
  #put(at: number, value: unknown): void {
    const ref = this.refer(value)
    this.#blocks[at] = ref
  }

  /** A new block: its head, and room for the references. */
  #reserve(head: number, count: number): number {
    const at = this.#length
    this.#length += count + 1
    if (this.#length > this.#blocks.length) {
      const larger = new Int32Array(Math.max(this.#length, this.#blocks.length * 2))
      larger.set(this.#blocks)
      this.#blocks = larger
    }
    this.#blocks[at] = head
    return at
  }
}

/** The names of the members of objects, of which nobody asks whether two are one: each is written where it is met. */
export type Singles = readonly (readonly string[])[]

/** Packs plain data: texts, numbers, arrays, maps and plain objects, whatever is shared among them included. */
export function pack(value: unknown, single: Singles = []): Parcel {
  const packer = new Packer(single)
  const root = packer.refer(value)
  const { blocks, shapes, others } = packer
  return {
    blocks,
    numbers: Float64Array.from(packer.numbers),
    again: Int32Array.from(packer.again),
    strings: packer.strings.items,
    others,
    shapes: shapes.names,
    root,
  }
}
