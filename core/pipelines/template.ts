/** What a pipeline file says of itself in its leading comments. */
export interface TemplateInfo {
  /** `# title: …` */
  readonly title: string | null
  /** `# about: …` */
  readonly about: string | null
  /** `# expect: CODE …`: findings that a deliberately broken file is there to show. */
  readonly expect: readonly string[]
}

/** Reads the comments above the first line that is not one. */
export function templateInfo(text: string): TemplateInfo {
  let title: string | null = null
  let about: string | null = null
  let expect: readonly string[] = []
  for (const line of text.split('\n')) {
    if (!line.startsWith('#')) break
    const field = /^#\s*(title|about|expect):\s*(.*?)\s*$/.exec(line)
    if (field === null) continue
    const content = field[2] ?? ''
    if (field[1] === 'title') title ??= content
    else if (field[1] === 'about') about ??= content
    else expect = content.split(/[\s,]+/).filter(code => code !== '')
  }
  return { title, about, expect }
}
