import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `out/`, as seen from the built command line in `out/cli/`. */
const outFolder = fileURLToPath(new URL('../', import.meta.url))

/** Folder of the built window. */
export const rendererFolder = join(outFolder, 'renderer')

/** The program that the bench starts for every stage. */
export const stageProcessFile = join(outFolder, 'cli/stage-process.js')

/** The checkout's or the package's own folder. */
export const packageFolder = join(outFolder, '..')
