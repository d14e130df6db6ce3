import { describe, expect, it, vi } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import type { Analysis } from '../../core/contract/analysis.ts'
import { type AnalysisRequest, createWorkerAnalyzer, type WorkerLike } from './analyzer.ts'
import { packAnalysis } from './parcel/analysis-parcel.ts'

const analysisOf = (text: string): Analysis => analyze(text)

class HandWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  readonly requests: AnalysisRequest[] = []
  terminated = false
  postMessage(request: AnalysisRequest) {
    this.requests.push(request)
  }
  terminate() {
    this.terminated = true
  }
  answer() {
    const request = this.requests.at(-1)
    if (request !== undefined)
      this.onmessage?.({ data: { serial: request.serial, parcel: packAnalysis(analysisOf(request.text)) } })
  }
}

const setUp = () => {
  const workers: HandWorker[] = []
  const results: string[] = []
  const failures: string[] = []
  const here: string[] = []
  const analyzer = createWorkerAnalyzer(
    () => {
      const worker = new HandWorker()
      workers.push(worker)
      return worker
    },
    text => {
      here.push(text)
      return analysisOf(text)
    },
    {
      onResult: analysis => results.push(analysis.document.text),
      onFailure: message => failures.push(message),
    },
  )
  return { analyzer, workers, results, failures, here }
}

describe('the worker analyzer', () => {
  it('runs one request at a time and skips the ones that were overtaken', () => {
    const { analyzer, workers, results } = setUp()
    for (const text of ['a', 'b', 'c']) analyzer.request(text, {})
    expect(workers[0]?.requests.map(request => request.text)).toEqual(['a'])
    workers[0]?.answer()
    workers[0]?.answer()
    expect(workers[0]?.requests.map(request => request.text)).toEqual(['a', 'c'])
    expect(results).toEqual(['a', 'c'])
  })

  it('gives up an analysis that keeps a newer text waiting for too long', () => {
    vi.useFakeTimers()
    const { analyzer, workers, results } = setUp()
    analyzer.request('slow', {})
    analyzer.request('next', {})
    vi.advanceTimersByTime(5000)
    vi.useRealTimers()
    expect(workers).toHaveLength(2)
    expect(workers[0]?.terminated).toBe(true)
    workers[1]?.answer()
    expect(results).toEqual(['next'])
  })

  it('does the work here when the worker dies', () => {
    const { analyzer, workers, results, here } = setUp()
    analyzer.request('a', {})
    workers[0]?.onerror?.(new Error('gone'))
    analyzer.request('b', {})
    expect(here).toEqual(['a', 'b'])
    expect(results).toEqual(['a', 'b'])
  })

  it('passes a failure on and goes on with the next text', () => {
    const { analyzer, workers, results, failures } = setUp()
    analyzer.request('a', {})
    analyzer.request('b', {})
    workers[0]?.onmessage?.({ data: { serial: 1, error: 'no' } })
    workers[0]?.answer()
    expect([failures, results]).toEqual([['no'], ['b']])
  })

  it('stops its worker when it is disposed of', () => {
    const { analyzer, workers } = setUp()
    analyzer.request('a', {})
    analyzer.dispose()
    expect(workers[0]?.terminated).toBe(true)
  })
})
