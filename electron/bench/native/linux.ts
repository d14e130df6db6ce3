import koffi, { type LibraryHandle } from 'koffi'

/**
 * Calls of the C library that only Linux has, bound when they are first asked for, and once. The returned function
 * gives null on other systems and where no foreign calls can be made.
 */
export function onceOnLinux<T>(bind: (library: LibraryHandle) => T | null): () => T | null {
  let bound: T | null | undefined
  return () => {
    if (bound === undefined) bound = process.platform === 'linux' ? bindOrNull(bind) : null
    return bound
  }
}

function bindOrNull<T>(bind: (library: LibraryHandle) => T | null): T | null {
  try {
    return bind(koffi.load(null))
  } catch {
    return null
  }
}
