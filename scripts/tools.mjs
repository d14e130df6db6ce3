// What the scripts share: the project's root and the programs that its packages bring.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url))

const PACKAGE_OF = {
  biome: '@biomejs/biome',
  'electron-vite': 'electron-vite',
  playwright: '@playwright/test',
  tsc: 'typescript',
  vite: 'vite',
  vitest: 'vitest',
}

/** Path of the script behind a command of node_modules/.bin, so that no shell and no .cmd file is needed. */
export const tool = name => {
  const folder = join(root, 'node_modules', PACKAGE_OF[name])
  if (!existsSync(folder)) {
    console.error(`The package ${PACKAGE_OF[name]} is not installed. Run “npm ci” first.`)
    process.exit(1)
  }
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[name])
}
