import envPaths from 'env-paths'

/**
 * Folder of the app's own data, shared by both shells. `STAGEWRIGHT_DATA` puts it elsewhere: for tests, and for
 * machines whose home folder is read-only.
 */
export const appDataFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env.STAGEWRIGHT_DATA || envPaths('stagewright', { suffix: '' }).data
