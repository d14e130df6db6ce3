import { CONSTANTS, indexOf, isLeaf, KIND, kindOf, type Parcel } from './format.ts'

type Members = Record<string, unknown>

/** One member of a shape: its name, and how it stands in an object until somebody reads it. */
interface Member {
  readonly name: string
  readonly unread: PropertyDescriptor
}

/** Sets a member of any name; `__proto__` would otherwise set the prototype. */
function put(object: Members, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  else object[name] = value
}

/** Makes the things that references lead to, each once and when it is asked for. */
class Unpacker {
  readonly #parcel: Parcel
  /** What several places lead to; all else is asked for once. */
  readonly #made: Map<number, object | null>
  /** The block of each object that has members yet unread. */
  readonly #places = new WeakMap<object, number>()
  readonly #shapes: readonly (readonly Member[])[]

  constructor(parcel: Parcel) {
    this.#parcel = parcel
    this.#made = new Map(Array.from(parcel.again, ref => [ref, null]))
    this.#shapes = parcel.shapes.map(names => names.map((name, index) => this.#memberOf(name, index)))
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

  #keep<T extends object>(ref: number, made: T): T {
    if (this.#made.has(ref)) this.#made.set(ref, made)
    return made
  }

  #ref(at: number): number {
    return this.#parcel.blocks[at] ?? 0
  }

  #array(ref: number, at: number): object {
    const items = this.#keep<unknown[]>(ref, [])
    const count = this.#ref(at)
    for (let index = 1; index <= count; index += 1) items.push(this.read(this.#ref(at + index)))
    return items
  }

  #map(ref: number, at: number): object {
    const map = this.#keep(ref, new Map<unknown, unknown>())
    const count = this.#ref(at)
    for (let index = 0; index < count; index += 1)
      map.set(this.read(this.#ref(at + 1 + 2 * index)), this.read(this.#ref(at + 2 + 2 * index)))
    return map
  }

  /** Its members are its own from the start, so that a copy has them all; what they lead to is made when read. */
  #object(ref: number, at: number): object {
    const object = this.#keep<Members>(ref, {})
    const members = this.#shapes[this.#ref(at)] ?? []
    let isWhole = true
    for (const [index, { name, unread }] of members.entries()) {
      const member = this.#ref(at + 1 + index)
      if (isLeaf(member)) put(object, name, this.read(member))
      else {
        Object.defineProperty(object, name, unread)
        isWhole = false
      }
    }
    if (!isWhole) this.#places.set(object, at)
    return object
  }

  #memberOf(name: string, index: number): Member {
    const settle = (object: object) => this.#settle(object, name, index)
    return {
      name,
      unread: {
        configurable: true,
        enumerable: true,
        get(this: object) {
          return settle(this)
        },
      },
    }
  }

  #settle(object: object, name: string, index: number): unknown {
    const at = this.#places.get(object)
    const value = at === undefined ? undefined : this.read(this.#ref(at + 1 + index))
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
    return value
  }
}

/** The packed value. Of objects that hold others, these others are made when they are first looked at. */
export const unpack = (parcel: Parcel): unknown => new Unpacker(parcel).read(parcel.root)
