import { useWorkbench } from '../state/index.ts'
import { Toast } from '../ui/index.ts'

export function Toasts() {
  const notices = useWorkbench(state => state.notices)
  const dismiss = useWorkbench(state => state.dismiss)
  return (
    <section className="sw-toasts" aria-label="Notifications">
      {notices.map(({ id, tone, message, actions }) => (
        <Toast key={id} tone={tone} message={message} actions={actions} onDismiss={() => dismiss(id)} />
      ))}
    </section>
  )
}
