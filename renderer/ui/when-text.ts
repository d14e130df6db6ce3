const two = (value: number): string => String(value).padStart(2, '0')

/** A moment in the user's own time zone, in an order that sorts: `2026-11-24 09:02:55`. */
export function whenText(moment: string): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return moment
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
