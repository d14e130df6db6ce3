const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text

/**
 * A name on at most two lines of `most` characters, broken after `_`, `-`, `.` or before a capital letter. What does
 * not fit then is cut at the end.
 */
export function labelLines(name: string, most: number): readonly string[] {
  if (name.length <= most) return [name]
  const breaks = [...name.matchAll(/[_\-. ](?=.)|[a-z0-9](?=[A-Z])/g)].map(({ index }) => index + 1)
  const at = breaks.filter(place => place <= most).at(-1)
  if (at === undefined) return [cut(name, most)]
  return [name.slice(0, at), cut(name.slice(at), most)]
}
