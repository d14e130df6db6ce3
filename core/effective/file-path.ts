const isAbsolute = (path: string): boolean => /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path)

/** `.` and `..` are worked out, backslashes become slashes. */
function normalisePath(path: string): string {
  const parts: string[] = []
  const slashed = path.replaceAll('\\', '/')
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !slashed.startsWith('/')) parts.push(part)
  }
  return (slashed.startsWith('/') ? '/' : '') + parts.join('/')
}

/** A path as it is meant in a file: relative to that file's folder. */
export function resolveAgainst(file: string, path: string): string {
  if (isAbsolute(path)) return normalisePath(path)
  const folder = file.replaceAll('\\', '/').split('/').slice(0, -1).join('/')
  return normalisePath(folder === '' && !file.startsWith('/') ? path : `${folder}/${path}`)
}

/**
 * The key of `files` that means `path`. Where the including file is known by its name only, a key that ends in the
 * path's own steps is taken.
 */
export function matchFile(files: Readonly<Record<string, string | null>>, path: string): string | null {
  if (Object.hasOwn(files, path)) return path
  const keys = Object.keys(files)
  const same = keys.find(key => normalisePath(key) === path)
  if (same !== undefined || isAbsolute(path)) return same ?? null
  const tail = `/${path.replace(/^(?:\.\.\/)+/, '')}`
  return keys.find(key => normalisePath(key).endsWith(tail)) ?? null
}
