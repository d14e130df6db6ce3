import { useEffect, useRef } from 'react'

/** Gives a gesture under way up on Escape; `giveUp` says whether there was one, so that the key goes on otherwise. */
export function useEscape(giveUp: () => boolean): void {
  const latest = useRef(giveUp)
  useEffect(() => {
    latest.current = giveUp
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !latest.current()) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [])
}
