import type { RuleView } from './view.ts'

/** Several rules ask a view for the same: it is made for the first of them and kept for the others. */
export function oncePerView<T>(make: (view: RuleView) => T): (view: RuleView) => T {
  const made = new WeakMap<RuleView, { readonly value: T }>()
  return view => {
    const known = made.get(view) ?? { value: make(view) }
    made.set(view, known)
    return known.value
  }
}
