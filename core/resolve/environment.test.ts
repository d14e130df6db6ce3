import { describe, expect, it } from 'vitest'
import type { PyValue } from '../value/index.ts'
import { expandEnvInt, getConnectorLocalRank, getOmniReplicaId } from './index.ts'

describe('the environment', () => {
  it.each<[PyValue, number | string]>([
    ['$A$B', 12],
    ['$' + '{A}0', 10],
    [' 5_0 ', 50],
    [{ float: -1.5 }, -1],
    [true, 1],
    ['$' + '{A:-5}', "p references unset environment variable(s): A:-5. Original value: '$" + "{A:-5}'"],
    ['%A%$X', "p references unset environment variable(s): A, X. Original value: '%A%$X'"],
    ['$C', "p references unset environment variable(s): A. Original value: '$C'"],
    ['0x10', "p must be an integer after environment expansion, got '0x10'"],
    [null, 'p must be an integer after environment expansion, got None'],
  ])('expands %j', (value, expected) => {
    const result = expandEnvInt(value, 'p', { A: '1', B: '2', C: '$A' })
    expect(result.ok ? result.value : result.error.message).toBe(expected)
  })

  it('has no variable that it only inherits', () => {
    expect(expandEnvInt('$constructor', 'p', {})).toMatchObject({ error: { type: 'EnvVarExpansionError' } })
  })

  it.each([
    [{ LOCAL_RANK: 'x', VLLM_LOCAL_RANK: '3', RANK: '9' }, 3],
    [{ RANK: '-1', CUDA_VISIBLE_DEVICES: '0, 1,,2' }, 2],
    [{ RANK: '9', ASCEND_RT_VISIBLE_DEVICES: ' , ', CUDA_VISIBLE_DEVICES: '0,1' }, 9],
    [{ RANK: '9', ASCEND_RT_VISIBLE_DEVICES: '', CUDA_VISIBLE_DEVICES: '0,1' }, 1],
    [{}, 0],
  ])('tells rank %#', (env, rank) => {
    expect(getConnectorLocalRank(env)).toBe(rank)
  })

  it.each([
    ['2', 2],
    ['-1', 0],
    ['1.5', 0],
    ['', 0],
  ])('takes replica %j for %i', (text, replica) => {
    expect(getOmniReplicaId({ VLLM_OMNI_REPLICA_ID: text })).toBe(replica)
  })
})
