import { useCallback, useLayoutEffect, useRef } from 'react'

/**
 * A handler that stays the same function from one render to the next and does what the latest one does. The canvas
 * hands its handlers to every node: one that is made anew would draw them all again at each step of a drag.
 */
export function useSteady<Arguments extends readonly unknown[], Answer>(
  latest: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const current = useRef(latest)
  useLayoutEffect(() => {
    current.current = latest
  })
  return useCallback((...given: Arguments) => current.current(...given), [])
}
