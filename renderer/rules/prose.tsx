import type { ReactNode } from 'react'

/** Paragraphs with `code` spans and links left as text: all the Markdown that explanations of rules use. */
export const Prose = ({ text }: { readonly text: string }) =>
  text
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
    .map(paragraph => <p key={paragraph}>{inline(paragraph)}</p>)

const inline = (paragraph: string): readonly ReactNode[] =>
  paragraph.split(/(`[^`]+`)/).map((piece, index) =>
    piece.startsWith('`') && piece.endsWith('`') && piece.length > 2 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a paragraph have no identity but their place
      <code key={index}>{piece.slice(1, -1)}</code>
    ) : (
      piece.replaceAll('\n', ' ')
    ),
  )
