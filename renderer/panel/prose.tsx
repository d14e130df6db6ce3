import type { ReactNode } from 'react'

/** Paragraphs with `code` spans: all the Markdown that explanations of rules use. */
export const Prose = ({ text }: { readonly text: string }) =>
  text
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
    .map(paragraph => (
      <p key={paragraph}>
        <Inline text={paragraph} />
      </p>
    ))

/** One sentence or more with what stands between backticks as code. */
export const Inline = ({ text }: { readonly text: string }): ReactNode =>
  text.split(/(`[^`]+`)/).map((piece, index) =>
    piece.startsWith('`') && piece.endsWith('`') && piece.length > 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no identity but their place
      <code key={index}>{piece.slice(1, -1)}</code>
    ) : (
      piece.replaceAll('\n', ' ')
    ),
  )
