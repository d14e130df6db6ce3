import { useLayoutEffect, useRef, useState } from 'react'

const LEAST = 120

/**
 * Width of a chart's box, and the height that is left below its top in the view that scrolls, less `below` for what
 * stands under the chart: at most `most`, and never so low that nothing can be read.
 */
export function useChartSize<E extends HTMLElement>(most: number, below: number) {
  const ref = useRef<E>(null)
  const [size, setSize] = useState({ width: 640, height: most })
  useLayoutEffect(() => {
    const box = ref.current
    const view = box?.closest<HTMLElement>('.sw-bench-view') ?? null
    if (box === null || view === null) return
    const measure = () => {
      if (box.clientWidth === 0) return
      const top = box.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop
      const height = Math.round(Math.min(most, Math.max(LEAST, view.clientHeight - top - below)))
      setSize({ width: box.clientWidth, height })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(view)
    observer.observe(box)
    return () => observer.disconnect()
  }, [most, below])
  return { ref, ...size }
}
