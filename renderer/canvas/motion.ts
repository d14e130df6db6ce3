/** False where the desktop asks for as little movement as possible. */
export const mayMove = (): boolean => !window.matchMedia('(prefers-reduced-motion: reduce)').matches
