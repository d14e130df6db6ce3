/** Every node has this size, in the graph's own units, so that nothing has to be measured. */
export const NODE_WIDTH = 220
export const NODE_HEIGHT = 92
export const COLUMN_GAP = 164
export const ROW_GAP = 36
