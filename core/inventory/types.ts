import type { Path, Range } from '../document/index.ts'

export interface InventoryGpu {
  readonly memoryBytes: number | null
}

export interface InventoryHost {
  readonly name: string
  /** Addresses and names by which the others reach it, the first one preferred. */
  readonly addresses: readonly string[]
  /** Null = not said. */
  readonly gpus: readonly InventoryGpu[] | null
  /** What CUDA_VISIBLE_DEVICES holds there: physical ids in the order of the logical ones; null = all of them. */
  readonly visibleDevices: readonly string[] | null
  readonly memoryBytes: number | null
  readonly shmBytes: number | null
  readonly nics: readonly string[]
}

/** Where a stage runs. A list of several hosts places its replicas in turn. */
export interface Placement {
  readonly stage: string
  readonly hosts: readonly string[]
  /** Overrides the host's `visible_devices` for this stage's processes; null = the host's. */
  readonly visibleDevices: readonly string[] | null
  /** Name of the container or pod that it runs in; null = none. Different ones share no IPC namespace. */
  readonly container: string | null
}

/** The machines that a deployment runs on, and which stage runs where. */
export interface HostInventory {
  readonly hosts: readonly InventoryHost[]
  readonly placements: readonly Placement[]
}

/** Why an inventory is refused; `range` in the inventory's own text, null when the place is not in it. */
export interface InventoryProblem {
  readonly code: 'INVENTORY-1' | 'INVENTORY-2' | 'INVENTORY-3'
  readonly message: string
  readonly path: Path
  readonly range: Range | null
}

export type InventoryResult =
  | { readonly ok: true; readonly value: HostInventory }
  | { readonly ok: false; readonly error: readonly InventoryProblem[] }
