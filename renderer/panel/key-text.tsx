import { Fragment } from 'react'

/** A key or another long name that wraps after `_`, `.` and `/`, never inside a word. */
export const KeyText = ({ text }: { readonly text: string }) =>
  text.split(/(?<=[_./])/).map((part, index, parts) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their order
    <Fragment key={index}>
      {part}
      {index < parts.length - 1 && <wbr />}
    </Fragment>
  ))
