import type { build } from 'vite'

/** Bundles TypeScript entries of the project for Node: `outDir/<name>.mjs` for each `{ name: path }`. */
export function bundleForNode(
  entries: Readonly<Record<string, string>>,
  outDir: string,
): ReturnType<typeof build>
