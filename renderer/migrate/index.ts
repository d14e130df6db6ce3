export { MigrateDialog } from './migrate-dialog.tsx'
