export { Gallery, TemplateList } from './gallery.tsx'
