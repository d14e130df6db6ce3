export { ContextDialog } from './context-dialog.tsx'
