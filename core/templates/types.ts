/** A file to begin with, as the gallery offers it. */
export interface Template {
  readonly id: string
  readonly title: string
  /** One sentence. */
  readonly about: string
  /** Name that the new document has until it is saved. */
  readonly fileName: string
  /** Registry key of the topology that comes with it; null when the file itself says how its stages are joined. */
  readonly pipeline: string | null
  /** A deploy file that resolves without an error. */
  readonly text: string
}
