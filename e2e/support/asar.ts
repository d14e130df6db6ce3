import { open } from 'node:fs/promises'
import { z } from 'zod'

interface Folder {
  readonly files: Readonly<Record<string, Folder | AsarFile>>
}

const file = z.object({ unpacked: z.boolean().optional() })
type AsarFile = z.infer<typeof file>

const folder: z.ZodType<Folder> = z.object({
  files: z.record(z.string(), z.union([z.lazy(() => folder), file])),
})

const namesOf = ({ files }: Folder, path: string): readonly string[] =>
  Object.entries(files).flatMap(([name, entry]) =>
    'files' in entry ? namesOf(entry, `${path}${name}/`) : [`${path}${name}`],
  )

/** The paths of all files in an archive of Electron's. Its head is a pickle: two lengths twice, then JSON. */
export async function filesOfAsar(path: string): Promise<readonly string[]> {
  const handle = await open(path)
  try {
    const { buffer: lengths } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    const size = lengths.readUInt32LE(12)
    const { buffer: head } = await handle.read(Buffer.alloc(size), 0, size, 16)
    return namesOf(folder.parse(JSON.parse(head.toString('utf8'))), '')
  } finally {
    await handle.close()
  }
}
