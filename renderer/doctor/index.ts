export { DoctorPanel } from './doctor-panel.tsx'
