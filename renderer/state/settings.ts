import { z } from 'zod'
import type { Settings } from './types.ts'

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  movingDots: true,
  minimap: true,
  inspector: true,
  yamlBeside: true,
  fieldHelp: false,
  layouts: {},
}

const schema = z.object({
  theme: z.enum(['light', 'dark', 'system']).catch(DEFAULT_SETTINGS.theme),
  movingDots: z.boolean().catch(DEFAULT_SETTINGS.movingDots),
  minimap: z.boolean().catch(DEFAULT_SETTINGS.minimap),
  inspector: z.boolean().catch(DEFAULT_SETTINGS.inspector),
  yamlBeside: z.boolean().catch(DEFAULT_SETTINGS.yamlBeside),
  fieldHelp: z.boolean().catch(DEFAULT_SETTINGS.fieldHelp),
  layouts: z.record(z.string(), z.record(z.string(), z.number())).catch({}),
})

/** Settings as the host kept them; whatever can't be understood takes its default. */
export const readSettings = (stored: Readonly<Record<string, unknown>>): Settings => schema.parse(stored)
