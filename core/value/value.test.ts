import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dictGet,
  floatText,
  fromPlain,
  keyIdentity,
  type PyValue,
  pyEquals,
  pyIdentical,
  pyInt,
  pyRepr,
  pyStr,
  pyTruthy,
  toPlain,
} from './index.ts'

describe('text forms', () => {
  it.each<[PyValue, string]>([
    [null, 'None'],
    [true, 'True'],
    [1, '1'],
    [18446744073709551616n, '18446744073709551616'],
    [{ float: 1 }, '1.0'],
    [{ float: 1e16 }, '1e+16'],
    [{ float: 123456789012345680 }, '1.2345678901234568e+17'],
    [{ float: 0.00001 }, '1e-05'],
    [{ float: 0.0001 }, '0.0001'],
    [{ float: 1234.5 }, '1234.5'],
    [{ float: -0 }, '-0.0'],
    [{ float: Number.NEGATIVE_INFINITY }, '-inf'],
    [{ float: Number.NaN }, 'nan'],
    [[0, 'a'], "[0, 'a']"],
    [new Map<PyValue, PyValue>([['k', [null]]]), "{'k': [None]}"],
    [{ date: '2024-01-02' }, '2024-01-02'],
    [{ bytes: Uint8Array.of(0, 97, 39) }, 'b"\\x00a\'"'],
  ])('str() of value %# is as Python prints it', (value, expected) => {
    expect(pyStr(value)).toBe(expected)
  })

  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    [`both ' and "`, `'both \\' and "'`],
    ['a\n\t\\', "'a\\n\\t\\\\'"],
    ['\u0007\u00a0\u2028\u{e0001}', "'\\x07\\xa0\\u2028\\U000e0001'"],
    ['größe 漢', "'größe 漢'"],
  ])('repr of %j quotes and escapes as Python does', (text, expected) => {
    expect(pyRepr(text)).toBe(expected)
  })

  it('prints dates as constructor calls', () => {
    expect(pyRepr({ date: '2024-01-02' })).toBe('datetime.date(2024, 1, 2)')
    expect(pyRepr({ date: '2024-01-02 03:04:00' })).toBe('datetime.datetime(2024, 1, 2, 3, 4)')
    expect(pyRepr({ date: '2024-01-02 03:04:05.000600+00:00' })).toBe(
      'datetime.datetime(2024, 1, 2, 3, 4, 5, 600, tzinfo=datetime.timezone.utc)',
    )
    expect(pyRepr({ date: '2024-01-02 03:04:05-01:30' })).toBe(
      'datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=81000)))',
    )
  })

  it('gives back the same float', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), value => {
        const text = floatText(value)
        expect(Number(text.replace('inf', 'Infinity'))).toBe(value)
      }),
    )
  })
})

describe('pyInt', () => {
  it.each<[PyValue, number | bigint]>([
    [' 5 ', 5],
    ['+5', 5],
    ['-0', 0],
    ['5_0', 50],
    ['٣٤', 34],
    ['\u00a07\u3000', 7],
    ['𝟡', 9],
    ['\x1c٣\x1f', 3],
    ['9007199254740993', 9007199254740993n],
    [true, 1],
    [{ float: 50051.9 }, 50051],
    [{ float: -1.5 }, -1],
    [{ float: 1e20 }, 100000000000000000000n],
  ])('reads form %#', (value, expected) => {
    expect(pyInt(value)).toEqual({ ok: true, value: expected })
  })

  it.each<[PyValue, string, string]>([
    ['0x10', 'ValueError', "invalid literal for int() with base 10: '0x10'"],
    ['5e4', 'ValueError', "invalid literal for int() with base 10: '5e4'"],
    ['1__0', 'ValueError', "invalid literal for int() with base 10: '1__0'"],
    ['²', 'ValueError', "invalid literal for int() with base 10: '²'"],
    ['\ufeff1', 'ValueError', "invalid literal for int() with base 10: '\\ufeff1'"],
    ['', 'ValueError', "invalid literal for int() with base 10: ''"],
    ['\x1c3', 'ValueError', "invalid literal for int() with base 10: '\\x1c3'"],
    [{ float: Number.POSITIVE_INFINITY }, 'OverflowError', 'cannot convert float infinity to integer'],
    [
      null,
      'TypeError',
      "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
    ],
  ])('refuses form %# as Python does', (value, code, message) => {
    expect(pyInt(value)).toEqual({ ok: false, error: { code, message } })
  })

  it('refuses more than 4300 digits', () => {
    expect(pyInt('1'.repeat(4300)).ok).toBe(true)
    expect(pyInt('1'.repeat(4301))).toMatchObject({ ok: false, error: { code: 'ValueError' } })
  })
})

describe('equality', () => {
  it('takes 1, True and 1.0 for one key', () => {
    const same: PyValue[] = [1, true, { float: 1 }]
    expect(new Set(same.map(keyIdentity)).size).toBe(1)
    for (const key of same) expect(dictGet(new Map([[1, 'x']]), key)).toBe('x')
    expect(dictGet(new Map([[1, 'x']]), '1')).toBeUndefined()
  })

  it('compares numbers by value and dicts without order', () => {
    expect(pyEquals(2n ** 60n, { float: 2 ** 60 })).toBe(true)
    expect(pyEquals({ float: 0.5 }, { float: 0.5 })).toBe(true)
    expect(pyEquals({ float: Number.NaN }, { float: Number.NaN })).toBe(false)
    expect(pyEquals(fromPlain({ a: 1, b: 2 }), fromPlain({ b: 2, a: 1 }))).toBe(true)
    expect(pyIdentical(fromPlain({ a: 1, b: 2 }), fromPlain({ b: 2, a: 1 }))).toBe(false)
    expect(pyIdentical(1, { float: 1 })).toBe(false)
  })

  it('has no key for lists and dicts', () => {
    expect(keyIdentity([])).toBeNull()
    expect(keyIdentity(new Map())).toBeNull()
  })
})

describe('plain data', () => {
  const isUnsafe = (value: unknown): value is number =>
    Number.isInteger(value) && !Number.isSafeInteger(value)

  it('keeps JSON data through both ways, but for integers past 2^53-1, which become text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        const expected = JSON.parse(text, (_, item) => (isUnsafe(item) ? String(BigInt(item)) : item))
        expect(toPlain(fromPlain(JSON.parse(text)))).toEqual(expected)
      }),
    )
    expect(toPlain(fromPlain([-9007199254740992, 2 ** 60]))).toEqual([
      '-9007199254740992',
      '1152921504606846976',
    ])
  })

  it('treats builtin names as data', () => {
    const value = fromPlain(JSON.parse('{"__proto__": {"constructor": 1}}'))
    expect(dictGet(value as Map<PyValue, PyValue>, '__proto__')).toEqual(new Map([['constructor', 1]]))
    expect(Object.hasOwn(toPlain(value) as object, '__proto__')).toBe(true)
  })

  it('makes fractional and negative zero floats, whole numbers integers', () => {
    expect(fromPlain([0.5, 2, -0])).toEqual([{ float: 0.5 }, 2, { float: -0 }])
  })
})

it('finds the truth of a value as Python does', () => {
  const falsy: PyValue[] = [null, false, 0, 0n, '', [], new Map(), { float: 0 }, { bytes: new Uint8Array() }]
  expect(falsy.map(pyTruthy)).toEqual(falsy.map(() => false))
  expect([true, 1, 'x', [null], { float: Number.NaN }, { date: '2024-01-02' }].map(pyTruthy)).not.toContain(
    false,
  )
})
