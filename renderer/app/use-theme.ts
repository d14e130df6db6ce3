import { useEffect } from 'react'
import { useWorkbench } from '../state/index.ts'

/** Puts the chosen colours on the page; `system` follows the desktop as it changes. */
export function useTheme(): void {
  const theme = useWorkbench(state => state.settings.theme)
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      const chosen = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
      document.documentElement.dataset.theme = chosen
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [theme])
}
