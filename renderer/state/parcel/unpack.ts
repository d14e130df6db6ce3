import { CONSTANTS, indexOf, KIND, kindOf, type Parcel } from './format.ts'

/** Makes the things that references lead to, each once and when it is asked for. */
class Unpacker {
  readonly #parcel: Parcel
  readonly #made = new Map<number, object>()
  readonly #places = new WeakMap<object, number>()
  readonly #prototypes: readonly object[]

  constructor(parcel: Parcel) {
    this.#parcel = parcel
    this.#prototypes = parcel.shapes.map(names => this.#prototypeOf(names))
  }

  read(ref: number): unknown {
    const index = indexOf(ref)
    switch (kindOf(ref)) {
      case KIND.constant:
        return CONSTANTS[index]
      case KIND.small:
        return index
      case KIND.number:
        return this.#parcel.numbers[index]
      case KIND.string:
        return this.#parcel.strings[index]
      case KIND.other:
        return this.#parcel.others[index]
      default:
        return this.#made.get(ref) ?? this.#make(ref, index)
    }
  }

  #make(ref: number, at: number): object {
    if (kindOf(ref) === KIND.array) return this.#array(ref, at)
    return kindOf(ref) === KIND.map ? this.#map(ref, at) : this.#object(ref, at)
  }

  #ref(at: number): number {
    return this.#parcel.blocks[at] ?? 0
  }

  #array(ref: number, at: number): object {
    const items: unknown[] = []
    this.#made.set(ref, items)
    for (let index = 1; index <= this.#ref(at); index += 1) items.push(this.read(this.#ref(at + index)))
    return items
  }

  #map(ref: number, at: number): object {
    const map = new Map<unknown, unknown>()
    this.#made.set(ref, map)
    for (let index = 0; index < this.#ref(at); index += 1)
      map.set(this.read(this.#ref(at + 1 + 2 * index)), this.read(this.#ref(at + 2 + 2 * index)))
    return map
  }

  #object(ref: number, at: number): object {
    const shape = this.#ref(at)
    const names = this.#parcel.shapes[shape] ?? []
    const isPlain = names.every((_, index) => kindOf(this.#ref(at + 1 + index)) < KIND.array)
    const object: object = isPlain ? this.#plain(names, at) : Object.create(this.#prototypes[shape] ?? null)
    this.#made.set(ref, object)
    if (!isPlain) this.#places.set(object, at)
    return object
  }

  #plain(names: readonly string[], at: number): object {
    return Object.fromEntries(names.map((name, index) => [name, this.read(this.#ref(at + 1 + index))]))
  }

  /** Members that are made when they are first read, and stay. */
  #prototypeOf(names: readonly string[]): object {
    const prototype = {}
    for (const [index, name] of names.entries()) {
      const unpacker = this
      Object.defineProperty(prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: object) {
          return unpacker.#settle(this, name, index)
        },
      })
    }
    return prototype
  }

  #settle(object: object, name: string, index: number): unknown {
    const at = this.#places.get(object)
    const value = at === undefined ? undefined : this.read(this.#ref(at + 1 + index))
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true })
    return value
  }
}

/**
 * The packed value. Objects that hold others are made when they are looked at: their members are to be read one by
 * one, since a copy by spreading would hold those alone that were read before.
 */
export const unpack = (parcel: Parcel): unknown => new Unpacker(parcel).read(parcel.root)
