import { fail } from '../../core/contract/result.ts'
import { errnoOf } from '../errno.ts'

const SENTENCES: Readonly<Record<string, readonly [code: string, sentence: (path: string) => string]>> = {
  ENOENT: ['not-found', path => `There is no file or folder ${path}.`],
  ENOTDIR: ['not-found', path => `A part of ${path} is a file, not a folder.`],
  EISDIR: ['is-folder', path => `${path} is a folder; name a file in it.`],
  EACCES: [
    'no-access',
    path => `The system does not let this user read or write ${path}; check its permissions.`,
  ],
  EPERM: [
    'no-access',
    path => `The system does not let this user change ${path}; check its owner and flags.`,
  ],
  EROFS: ['read-only', path => `${path} is on a read-only file system; save it elsewhere.`],
  ENOSPC: ['no-space', path => `No space is left for ${path}; the file there is unchanged. Free some space.`],
  EDQUOT: ['no-space', path => `The disk quota is used up for ${path}; the file there is unchanged.`],
  EBUSY: [
    'busy',
    path => `${path} is mounted or in use and cannot be replaced in one step; save it elsewhere.`,
  ],
  ELOOP: ['not-found', path => `${path} is a symbolic link that leads back to itself.`],
  ENAMETOOLONG: ['not-found', path => `The name ${path} is too long for this file system.`],
}

/** A failed file operation as a value: what happened to `path` and what to do about it. */
export function fileProblem(error: unknown, path: string) {
  const errno = errnoOf(error)
  const known = errno === null ? undefined : SENTENCES[errno]
  if (known) return fail(known[0], known[1](path))
  return fail('file-error', `${path}: ${error instanceof Error ? error.message : String(error)}`)
}

/** True when `error` says that something is not there. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')
