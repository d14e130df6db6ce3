import { Separator } from 'react-resizable-panels'
import './splitter.css'

export { Group as SplitGroup, Panel as SplitPanel } from 'react-resizable-panels'

/** The bar between two panels of a `SplitGroup`: drag it, or focus it and use the arrow keys. */
export const Splitter = ({ label }: { readonly label: string }) => (
  <Separator className="sw-splitter" aria-label={label} />
)
