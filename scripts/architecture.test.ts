import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const IMPORT = /^\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** Packages that core may use: pure ones only. */
const CORE_PACKAGES = new Set(['zod', 'yaml', 'diff', 'hdr-histogram-js'])
const TEST_PACKAGES = new Set(['vitest', 'fast-check', 'ajv', 'ajv-formats'])

interface Import {
  readonly file: string
  readonly specifier: string
}

function importsBelow(folder: string): readonly Import[] {
  return globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).flatMap(file =>
    Array.from(readFileSync(resolve(root, file), 'utf8').matchAll(IMPORT), match => ({
      file,
      specifier: match[1] ?? match[2] ?? '',
    })),
  )
}

/** Tests, benches and what only they use. */
const isTest = (file: string): boolean => /(\.(test|bench)|-fixture)\.tsx?$/.test(file)

/** Top-level folder that a relative import leads to; null for a package. */
const folderOf = ({ file, specifier }: Import): string | null =>
  specifier.startsWith('.')
    ? (relative(root, resolve(root, dirname(file), specifier)).split('/')[0] ?? null)
    : null

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const shown = (imports: readonly Import[]): readonly string[] =>
  imports.map(({ file, specifier }) => `${file} imports ${specifier}`)

it('finds imports at all', () => {
  for (const folder of ['core', 'electron', 'renderer'])
    expect(importsBelow(folder).length, folder).toBeGreaterThan(50)
})

it('keeps core pure: no Node, no DOM, no Electron, and nothing of the other halves', () => {
  const wrong = importsBelow('core').filter(entry => {
    const folder = folderOf(entry)
    if (folder !== null) return folder !== 'core' && !(isTest(entry.file) && folder === 'fixtures')
    if (
      isTest(entry.file) &&
      (entry.specifier.startsWith('node:') || TEST_PACKAGES.has(packageOf(entry.specifier)))
    )
      return false
    return !CORE_PACKAGES.has(packageOf(entry.specifier))
  })
  expect(shown(wrong)).toEqual([])
})

it('keeps the window and the Node side apart: they meet in core only', () => {
  const crossing = [
    ...importsBelow('renderer').filter(entry => folderOf(entry) === 'electron'),
    ...importsBelow('electron').filter(entry => folderOf(entry) === 'renderer'),
  ]
  expect(shown(crossing)).toEqual([])
})

it('keeps Node and Electron out of the window', () => {
  const wrong = importsBelow('renderer').filter(
    ({ file, specifier }) => !isTest(file) && (specifier.startsWith('node:') || specifier === 'electron'),
  )
  expect(shown(wrong)).toEqual([])
})

it('lets only the Electron shell know Electron', () => {
  const wrong = importsBelow('electron').filter(
    ({ file, specifier }) =>
      specifier === 'electron' && !file.startsWith('electron/main/') && !file.startsWith('electron/preload/'),
  )
  expect(shown(wrong)).toEqual([])
})
