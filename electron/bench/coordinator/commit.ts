import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The commit that this program runs from, in a checkout of it; null elsewhere. */
export function commitOfCheckout(start = import.meta.dirname): string | null {
  const root = packageFolder(start)
  if (root === null || !existsSync(join(root, '.git'))) return null
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: [...stdio],
    }).trim()
  } catch {
    return null
  }
}

/** The nearest folder above with a `package.json`: a bundle stands somewhere else than its source. */
function packageFolder(folder: string): string | null {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  return parent === folder ? null : packageFolder(parent)
}
