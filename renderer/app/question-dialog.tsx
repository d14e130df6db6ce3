import { useWorkbench } from '../state/index.ts'
import { Button, Dialog } from '../ui/index.ts'

/** Asks the user and hands the answer to whoever waits for it. */
export function QuestionDialog() {
  const question = useWorkbench(state => state.question)
  const answer = useWorkbench(state => state.answer)
  if (question === null) return null
  return (
    <Dialog
      open
      onClose={() => answer(null)}
      title={question.title}
      description={question.message}
      footer={
        <>
          <Button onClick={() => answer(null)}>Cancel</Button>
          {question.answers.map(({ id, label, tone }) => (
            <Button key={id} {...(tone === undefined ? {} : { tone })} onClick={() => answer(id)}>
              {label}
            </Button>
          ))}
        </>
      }
    />
  )
}
