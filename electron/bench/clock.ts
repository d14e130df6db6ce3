/** The machine's monotonic clock in nanoseconds. On one machine all processes read the same one. */
export const nowNs = (): bigint => process.hrtime.bigint()

/** Microseconds from `start` to `end`; 0 when the order is lost in the clock's grain. */
export const microsBetween = (start: bigint, end: bigint): number => Math.max(0, Number(end - start) / 1000)

/** Milliseconds from `start` to `end`. */
export const millisBetween = (start: bigint, end: bigint): number => Number(end - start) / 1e6
