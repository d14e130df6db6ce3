/** Raised inside the reader at the first thing that Python's reader refuses; `parseDocument` turns it to a problem. */
export class ReadFailure extends Error {
  /** What is wrong and what to do, without the line. */
  readonly sentence: string
  readonly start: number
  readonly end: number
  readonly code: 'YAML-1' | 'LIMIT-2'

  constructor(
    sentence: string,
    start: number,
    end: number = start + 1,
    code: 'YAML-1' | 'LIMIT-2' = 'YAML-1',
  ) {
    super(sentence)
    this.sentence = sentence
    this.start = start
    this.end = end
    this.code = code
  }
}
