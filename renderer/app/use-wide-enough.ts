import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}

/** True while the window is at least this many pixels wide. */
export const useWideEnough = (pixels: number): boolean =>
  useSyncExternalStore(subscribe, () => window.innerWidth >= pixels)
