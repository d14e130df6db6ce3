/** `str(Path(text))`: `./`, repeated and trailing slashes go. */
export function pathText(text: string): string {
  const root = /^\/\/(?!\/)/.test(text) ? '//' : text.startsWith('/') ? '/' : ''
  const parts = text.split('/').filter(part => part !== '' && part !== '.')
  return `${root}${parts.join('/')}` || '.'
}

/** `Path(text).suffix`: the last dot and what follows, unless it is the first or last character of the name. */
export function pathSuffix(text: string): string {
  const path = pathText(text)
  const name = path.split('/').at(-1) ?? ''
  const dot = name.lastIndexOf('.')
  return path !== '.' && dot > 0 && dot < name.length - 1 ? name.slice(dot) : ''
}
