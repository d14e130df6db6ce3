import { FileSearch } from 'lucide-react'
import { EmptyState } from '../ui/index.ts'

/** What every panel about the open file shows while none is open. */
export const NoFile = ({ children }: { readonly children: string }) => (
  <EmptyState icon={<FileSearch size={22} />} title="No file is open">
    {children}
  </EmptyState>
)
