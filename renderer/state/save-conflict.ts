import type { Question } from './types.ts'

/** What the user is asked when a file is not what the window believed it to be. */
export const saveConflict = (name: string, code: 'conflict' | 'exists'): Omit<Question, 'resolve'> =>
  code === 'exists'
    ? {
        title: `${name} is there already`,
        message: 'Saving replaces its content with the text of this window.',
        answers: [
          { id: 'elsewhere', label: 'Save elsewhere…' },
          { id: 'replace', label: 'Replace', tone: 'danger' },
        ],
      }
    : {
        title: `${name} was changed by another program`,
        message:
          'The file on disk is no longer the one that was opened here. Replace it by the text of this window, take over what is on disk (one undo step leads back), or save under another name.',
        answers: [
          { id: 'elsewhere', label: 'Save elsewhere…' },
          { id: 'reload', label: 'Reload from disk' },
          { id: 'replace', label: 'Replace', tone: 'danger' },
        ],
      }
