import { defineConfig } from 'vitest/config'

/** Tests of the window ask for a DOM by `// @vitest-environment happy-dom` in their first line. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['{core,electron,renderer,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'out/**', 'e2e/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
  },
})
