import type { OverlayId } from '../state/index.ts'

const OPENED_AT = ['environment', 'overrides', 'hosts'] as const

/** Overlays that are the launch context opened at the part of that name. */
export type ContextPart = (typeof OPENED_AT)[number]

/** The part that an overlay asks for; null = another overlay, or the context as a whole. */
export const partOfOverlay = (overlay: OverlayId | null): ContextPart | null =>
  OPENED_AT.find(part => part === overlay) ?? null

export const isContextOverlay = (overlay: OverlayId | null): boolean =>
  overlay === 'context' || partOfOverlay(overlay) !== null
