import { NODE_HEIGHT } from './node-size.ts'

/** Sizes in the graph's own units: on the screen they are smaller by the zoom. */
export interface FarLetters {
  readonly name: number
  /** 0 = left out. */
  readonly facts: number
}

interface Step extends FarLetters {
  /** Least zoom that they are meant for. */
  readonly from: number
}

export const LINE_HEIGHT = 1.15
/** What the padding and the border of a node leave. */
export const ROOM = NODE_HEIGHT - 20

/** The further away, the larger the letters, and the fewer of them: a name is to be read at every zoom. */
const STEPS: readonly Step[] = [
  { from: 0.46, name: 27, facts: 22 },
  { from: 0.36, name: 32, facts: 28 },
  { from: 0.28, name: 42, facts: 0 },
  { from: 0.17, name: 62, facts: 0 },
]

const LARGEST: FarLetters = { name: 62, facts: 0 }

/** In steps, since every change makes the browser lay all nodes out anew. */
export const lettersAt = (zoom: number): FarLetters => STEPS.find(({ from }) => zoom >= from) ?? LARGEST

/** Gives the canvas the letters for a zoom, through properties that the nodes inherit. */
export function setLetters(box: HTMLElement | null, zoom: number): void {
  const { name, facts } = lettersAt(zoom)
  const known = box?.style.getPropertyValue('--sw-far-name')
  if (box === null || known === `${name}px`) return
  box.style.setProperty('--sw-far-name', `${name}px`)
  box.style.setProperty('--sw-far-facts', `${facts}px`)
}
