import type { TargetId } from '../contract/index.ts'
import type { Path } from '../document/index.ts'
import { type PyValue, toPlain } from '../value/index.ts'
import { configSchema } from './schemas.ts'
import type { SchemaDialect } from './types.ts'

/** A value of the wrong kind or out of range, at its innermost known place. */
export interface SchemaIssue {
  readonly path: Path
  readonly message: string
}

interface RawIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code?: string | undefined
  readonly errors?: readonly (readonly RawIssue[])[]
}

const stepOf = (step: PropertyKey): string | number => (typeof step === 'number' ? step : String(step))

/** A complaint of a nested union lies where its own best branch complains. */
const depthOf = (issue: RawIssue): number =>
  issue.path.length +
  (issue.code === 'invalid_union' ? Math.max(0, ...(issue.errors ?? []).map(branchDepth)) : 0)
const branchDepth = (branch: readonly RawIssue[]): number => Math.min(...branch.map(depthOf))

/** Of a union's branches the one that was meant: its shallowest complaint lies deepest. */
function furthest(issue: RawIssue): readonly RawIssue[] {
  const branches = (issue.errors ?? []).filter(branch => branch.length > 0)
  const deepest = Math.max(0, ...branches.map(branchDepth))
  return deepest === 0 ? [] : (branches.find(branch => branchDepth(branch) === deepest) ?? [])
}

function flatten(issue: RawIssue, parents: Path): readonly SchemaIssue[] {
  const path = [...parents, ...issue.path.map(stepOf)]
  const inner = issue.code === 'invalid_union' ? furthest(issue) : []
  if (inner.length > 0) return inner.flatMap(item => flatten(item, path))
  const options = (issue.errors ?? []).flatMap(branch => branch.map(item => item.message))
  return [{ path, message: options.length > 0 ? [...new Set(options)].join('; or ') : issue.message }]
}

/** What of the value the dialect's schema refuses; empty when all of it fits. */
export function schemaIssues(
  value: PyValue,
  dialect: SchemaDialect,
  target: TargetId,
): readonly SchemaIssue[] {
  const result = configSchema(dialect, target).schema.safeParse(toPlain(value))
  return result.success ? [] : result.error.issues.flatMap(issue => flatten(issue, []))
}
