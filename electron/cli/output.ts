/** Exit codes of every command: nothing wrong, something wrong with the files, the command could not do its work. */
export const EXIT = { clean: 0, errors: 1, unusable: 2 } as const

/** Thrown to end a command with a sentence on standard error and exit code 2. */
export class UnusableError extends Error {}

export function unusable(message: string): never {
  throw new UnusableError(message)
}

/** Colours only where a person looks, and never against `NO_COLOR`. */
export const wantsColour = (
  stream: { readonly isTTY?: boolean } = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): boolean => stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'

/**
 * Lets a command end in peace when the reader of its output leaves early (`| head`). A stream tells an error both to
 * whoever wrote and as an event, and an event that nobody hears ends the process; `print` deals with the former.
 */
export function outliveReaders(
  streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) stream.on('error', () => undefined)
}

/** Writes all of a text, also to a slow pipe, before the command goes on. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, error => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code
      // That the reader of a pipe left is no failure.
      if (error && code !== 'EPIPE') reject(error)
      else resolve()
    })
  })
