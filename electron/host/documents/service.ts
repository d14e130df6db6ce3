import { resolve } from 'node:path'
import type { OpenedDocument } from '../../../core/contract/host.ts'
import { fail, ok, type Result } from '../../../core/contract/result.ts'
import type { Access } from '../access.ts'
import type { AppStore } from '../store/app-store.ts'
import { type FileStamp, readTextFile, type SaveRequest, writeTextFile } from './text-file.ts'

/** Opening and saving within what the user pointed to; what is opened or saved becomes a recent file. */
export interface DocumentService {
  open(path: string): Promise<Result<OpenedDocument>>
  save(request: SaveRequest): Promise<Result<{ stamp: FileStamp }>>
}

const outside = (path: string, access: Access) =>
  fail(
    'outside',
    access.folders.length === 0
      ? `${path} was not named by you at this start; open it by the dialog or name it on the command line.`
      : `${path} is outside the folders of this start (${access.folders.join(', ')}); name its folder on the command line.`,
  )

export function createDocumentService(access: Access, store: AppStore): DocumentService {
  return {
    async open(given) {
      const path = resolve(given)
      if (!(await access.allows(path))) return outside(path, access)
      const read = await readTextFile(path)
      if (read.ok) await store.addRecent(path)
      return read
    },
    async save(request) {
      const path = resolve(request.path)
      if (!(await access.allows(path))) return outside(path, access)
      const saved = await writeTextFile({ ...request, path })
      if (!saved.ok) return saved
      await store.addRecent(path)
      return ok({ stamp: saved.value })
    },
  }
}
