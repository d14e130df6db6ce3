import type { Analysis } from '../contract/analysis.ts'
import { parseDocument } from '../document/index.ts'

/** An analysis with nothing but the document: what a plan falls back on when no base or pipeline adds stages. */
export function analysisOf(text: string, fileName = 'config.yaml'): Analysis {
  return {
    target: '2026-07',
    document: parseDocument(text, { fileName }),
    pipelineKey: null,
    pipeline: null,
    pipelineUnknown: null,
    stages: [],
    edges: [],
    connectors: [],
    transfer: { ok: true, value: null },
    effective: { transferInput: null, merged: new Map(), topLevel: [], stages: [], chain: [] },
    ports: { endpoints: [], problems: [] },
    kv: { stages: [], transfers: [] },
    findings: [],
  }
}
