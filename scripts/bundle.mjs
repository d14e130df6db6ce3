import { join } from 'node:path'
import { build } from 'vite'
import { root } from './tools.mjs'

/** Packages that stay outside, because they bring binaries or are resolved at run time. */
const EXTERNAL = ['hdr-histogram-js', 'koffi', 'zod', 'yaml']

/** Bundles TypeScript entries of the project for Node: `outDir/<name>.mjs` for each `{ name: path }`. */
export const bundleForNode = (entries, outDir) =>
  build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
