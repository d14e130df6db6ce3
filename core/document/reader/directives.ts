import { excerpt } from './characters.ts'
import { ReadFailure } from './failure.ts'
import type { Property } from './syntax.ts'
import type { DirectiveToken, TagToken } from './tokens.ts'

const DEFAULT_HANDLES = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
] as const

/** What the `%` lines above a document declare: its version of YAML, and the handles of its tags. */
export class Directives {
  private readonly declared = new Map<string, string>()
  private version = false

  /** Takes in one line; unknown directives count for nothing, as in PyYAML. */
  add(token: DirectiveToken): void {
    if (token.name === 'YAML') this.addVersion(token)
    else if (token.name === 'TAG') this.addHandle(token)
  }

  private addVersion({ values: [major = '', minor = ''], start, end }: DirectiveToken): void {
    if (this.version) throw new ReadFailure('ParserError', 'a second “%YAML” line; remove it', start, end)
    if (major.replace(/^0+(?=.)/, '') !== '1')
      throw new ReadFailure(
        'ParserError',
        `YAML ${excerpt(`${major}.${minor}`)} can't be read; write %YAML 1.1`,
        start,
        end,
      )
    this.version = true
  }

  private addHandle({ values: [handle = '', prefix = ''], start, end }: DirectiveToken): void {
    if (this.declared.has(handle))
      throw new ReadFailure(
        'ParserError',
        `the tag handle ${excerpt(handle)} is declared twice; remove one`,
        start,
        end,
      )
    this.declared.set(handle, prefix)
  }

  /** The tag with its handle written out. */
  tagOf({ handle, suffix, start, end }: TagToken): Property {
    if (handle === null) return { name: suffix, start, end }
    const prefix = this.declared.get(handle) ?? DEFAULT_HANDLES.find(([name]) => name === handle)?.[1]
    if (prefix === undefined)
      throw new ReadFailure(
        'ParserError',
        `the tag handle ${excerpt(handle)} is not declared; remove the tag`,
        start,
        end,
      )
    return { name: prefix + suffix, start, end }
  }
}
