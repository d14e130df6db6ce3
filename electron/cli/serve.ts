import { Command } from 'commander'
import { portArgument } from './arguments.ts'
import { serveApp, untilSignal } from './launch/browser-shell.ts'
import { unusable } from './output.ts'

interface ServeOptions {
  readonly port: number
  readonly root?: readonly string[]
}

/** Serves the window on loopback until it is stopped; for a machine that is reached through a tunnel. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('serve the window to a browser on this machine, or through an SSH tunnel')
    .argument('[files...]', 'files to open at the start')
    .option('-p, --port <n>', 'port on 127.0.0.1; 0 picks a free one', portArgument, 0)
    .option('-r, --root <folder...>', 'folders whose files the window may open and save')
    .action(async (files: string[], options: ServeOptions) => {
      const served = await serveApp({ port: options.port, files, folders: options.root ?? [] }).catch(
        (error: NodeJS.ErrnoException) =>
          unusable(
            error.code === 'EADDRINUSE'
              ? `Port ${options.port} is taken; name another with --port, or 0 for a free one.`
              : `The window cannot be served: ${error.message}`,
          ),
      )
      console.log(served.shell.url)
      await untilSignal()
      await served.close()
    })
