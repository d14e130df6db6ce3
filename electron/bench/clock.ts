/**
 * The machine's monotonic clock in nanoseconds. On one machine all processes read the same one. A double holds whole
 * nanoseconds for 104 days of uptime and every second one for as long again, which is finer than the clock's grain.
 */
export const nowNs = (): number => Number(process.hrtime.bigint())

/** Microseconds from `start` to `end`; 0 when the order is lost in the clock's grain. */
export const microsBetween = (start: number, end: number): number => Math.max(0, (end - start) / 1000)

/** Milliseconds from `start` to `end`. */
export const millisBetween = (start: number, end: number): number => (end - start) / 1e6
