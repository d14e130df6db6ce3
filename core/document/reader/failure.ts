/** The classes of exception by which Python's readers refuse a text. */
export type ReaderException =
  | 'ReaderError'
  | 'ScannerError'
  | 'ParserError'
  | 'ComposerError'
  | 'ConstructorError'
  | 'JSONDecodeError'
  | 'AttributeError'
  | 'IndexError'
  | 'KeyError'
  | 'OverflowError'
  | 'RecursionError'
  | 'TypeError'
  | 'ValueError'

/** Raised inside the reader at the first thing that Python's reader refuses; `parseDocument` turns it to a problem. */
export class ReadFailure extends Error {
  /** The exception in Python; null for a bound of this reader's own. */
  readonly raises: ReaderException | null
  /** What is wrong and what to do, without the line. */
  readonly sentence: string
  readonly start: number
  readonly end: number
  readonly code: 'YAML-1' | 'LIMIT-2'

  constructor(
    raises: ReaderException | null,
    sentence: string,
    start: number,
    end: number = start + 1,
    code: 'YAML-1' | 'LIMIT-2' = 'YAML-1',
  ) {
    super(sentence)
    this.raises = raises
    this.sentence = sentence
    this.start = start
    this.end = end
    this.code = code
  }
}
