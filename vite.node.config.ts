import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname
const at = (path: string) => resolve(root, path)
const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}
const stageProcess = at('electron/bench/stage-process.ts')
const stageEntry = existsSync(stageProcess) ? { 'stage-process': stageProcess } : {}

/** The command line with the browser shell and, beside it, the process that the bench forks per stage. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: Object.keys(dependencies) },
  build: {
    ssr: true,
    target: 'node20',
    outDir: at('out/cli'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { index: at('electron/cli/index.ts'), ...stageEntry },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
