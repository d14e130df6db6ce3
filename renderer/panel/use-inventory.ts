import { useMemo } from 'react'
import { type HostInventory, type InventoryProblem, parseInventory } from '../../core/inventory/index.ts'
import { useWorkbench } from '../state/index.ts'

/** The host inventory of the context; null when there is none or it can't be read. */
export function useInventory(): {
  readonly inventory: HostInventory | null
  readonly problems: readonly InventoryProblem[]
} {
  const text = useWorkbench(state => state.context.hostsText)
  return useMemo(() => {
    if (text === undefined || text.trim() === '') return { inventory: null, problems: [] }
    const parsed = parseInventory(text)
    return parsed.ok ? { inventory: parsed.value, problems: [] } : { inventory: null, problems: parsed.error }
  }, [text])
}
