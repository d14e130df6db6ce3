/** Settings of single stages or edges by their ids; undefined where none has any of its own. */
type ById<T> = Readonly<Record<string, T>> | undefined

/** The setting of one; undefined where it has none. An id may be called `constructor`. */
export const ownSetting = <T>(settings: ById<T>, id: string): T | undefined =>
  settings !== undefined && Object.hasOwn(settings, id) ? settings[id] : undefined

/** The settings with others for some ids, or with none where one is undefined; undefined where none is left. */
export function withSettings<T>(
  settings: ById<T>,
  changes: readonly (readonly [id: string, setting: T | undefined])[],
): ById<T> {
  const changed = new Set(changes.map(([id]) => id))
  const next = [
    ...Object.entries(settings ?? {}).filter(([id]) => !changed.has(id)),
    ...changes.flatMap(([id, setting]) => (setting === undefined ? [] : [[id, setting] as const])),
  ]
  return next.length === 0 ? undefined : Object.fromEntries(next)
}
