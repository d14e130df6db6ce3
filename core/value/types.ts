/**
 * Values as the runtime's Python reader sees them. Plain data only (structured-clone safe), so that an
 * analysis can cross a worker, an IPC channel or a socket unchanged.
 *
 * Integers are `number` while they are safe and `bigint` beyond ±(2^53-1). Every float is tagged, because
 * Python tells `1` and `1.0` apart and so do ids, ports and error texts. Mappings are `Map`s: they keep
 * document order for integer-like keys, allow non-string keys, and make `__proto__` an ordinary key.
 */
export type PyInt = number | bigint

/** A Python float, NaN and infinities included. */
export interface PyFloat {
  readonly float: number
}

/** A `datetime.date` or `datetime.datetime` made by YAML 1.1's implicit timestamps; `text` is its `str()`. */
export interface PyDate {
  readonly date: string
}

/** The value of `!!binary`. */
export interface PyBytes {
  readonly bytes: Uint8Array
}

export type PyList = readonly PyValue[]
export type PyDict = ReadonlyMap<PyValue, PyValue>
export type PyValue = null | boolean | PyInt | string | PyFloat | PyDate | PyBytes | PyList | PyDict
