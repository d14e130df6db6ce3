const CODES = { red: 31, green: 32, yellow: 33, blue: 34, grey: 90, bold: 1 } as const
export type Tone = keyof typeof CODES

/** `text` in a terminal's colour where `colour` allows it. */
export const paint = (text: string, tone: Tone, colour: boolean): string =>
  colour ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text
