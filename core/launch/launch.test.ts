import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flagInteger, flagValue, hasFlag, parseLaunch, stageOfProcess } from './index.ts'

const only = (text: string) => {
  const { processes } = parseLaunch(text)
  const [process] = processes
  if (process === undefined || processes.length !== 1) throw new Error(`${processes.length} processes`)
  return process
}

describe('one process', () => {
  it('has a model, flags with their values, and the variables in front', () => {
    const process = only(
      `CUDA_VISIBLE_DEVICES=2,3 vllm serve Qwen/Qwen3-Omni --omni --port 8091 -tp=2 --stage-overrides '{"1": {"devices": "0"}}'`,
    )
    expect(process.model).toBe('Qwen/Qwen3-Omni')
    expect(process.env).toEqual({ CUDA_VISIBLE_DEVICES: '2,3' })
    expect(hasFlag(process, '--omni')).toBe(true)
    expect(flagInteger(process, '--port')).toBe(8091)
    expect(flagInteger(process, '--tensor-parallel-size')).toBe(2)
    expect(flagValue(process, '--stage-overrides')).toBe('{"1": {"devices": "0"}}')
  })

  it('goes on over joined lines, takes underscores, shortened flags and the last of repeated ones', () => {
    const process = only(
      'vllm serve m --omni \\\n  --gpu_memory_utilization 0.5 \\\r\n  --omni-master-a 10.0.0.1 --stage-id 1 --stage-id 2 # note',
    )
    expect(flagValue(process, '--gpu-memory-utilization')).toBe('0.5')
    expect(flagValue(process, '--omni-master-address')).toBe('10.0.0.1')
    expect(stageOfProcess(process)).toBe('2')
  })

  it('does not take a flag for a value, nor a word after a switch for one', () => {
    const process = only('vllm serve --omni m --stage-id --headless')
    expect(process.model).toBe('m')
    expect(flagValue(process, '--stage-id')).toBeNull()
    expect(hasFlag(process, '--headless')).toBe(true)
  })

  it('is found behind ssh and inside a container', () => {
    const far = only(
      'ssh -p 22 me@node-b "export A=1; CUDA_VISIBLE_DEVICES=0 vllm serve m --omni --headless"',
    )
    expect(far).toMatchObject({ host: 'node-b', env: { A: '1', CUDA_VISIBLE_DEVICES: '0' } })
    const boxed = only('docker run --rm -e A=1 --env=B=2 --shm-size 64m image vllm serve m --omni')
    expect(boxed).toMatchObject({ shmBytes: 64 * 1024 ** 2, env: { A: '1', B: '2' } })
  })
})

describe('a launch of several lines', () => {
  const text = `
# head
export MASTER=10.0.0.1
mooncake_master -rpc_port 50061 --metrics_port=9100 &
ray start --head
vllm serve m --omni --stage-id 0 --omni-master-address $MASTER &
vllm serve m --omni --stage-id 1 --headless --omni-master-address "$MASTER"
`
  it('gives one process per line, with what was exported before', () => {
    const { processes } = parseLaunch(text)
    expect(processes.map(process => [process.line, stageOfProcess(process)])).toEqual([
      [6, '0'],
      [7, '1'],
    ])
    expect(processes.map(process => flagValue(process, '--omni-master-address'))).toEqual([
      '10.0.0.1',
      '10.0.0.1',
    ])
  })

  it('names the servers that it starts beside them', () => {
    expect(parseLaunch(text).services.map(service => service.port)).toEqual([50061, 9100, 6379])
  })
})

describe('any text', () => {
  it('is read without failing', () => {
    const piece = fc.constantFrom(
      'vllm',
      'serve',
      '--omni',
      '-tp',
      "'",
      '"',
      '\\',
      '\n',
      '$A',
      'ssh',
      'A=1',
      '&&',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), pieces => {
        const { processes } = parseLaunch(pieces.join(' '))
        expect(processes.length).toBeLessThanOrEqual(pieces.length)
      }),
      { numRuns: 200 },
    )
  })

  it('that serves nothing gives nothing', () => {
    expect(parseLaunch('echo vllm; ls --omni')).toEqual({ processes: [], services: [] })
  })
})
