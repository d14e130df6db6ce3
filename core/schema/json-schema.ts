import { z } from 'zod'
import type { TargetId } from '../contract/index.ts'
import type { JsonValue } from '../value/index.ts'
import { configSchema } from './schemas.ts'
import type { SchemaDialect } from './types.ts'

/** Which dialects a target's loader takes. */
const ACCEPTED: Readonly<Record<TargetId, readonly SchemaDialect[]>> = {
  '2025-12': ['legacy'],
  '2026-07': ['legacy', 'deploy'],
  '2026-09': ['deploy'],
}

export interface JsonSchemaOptions {
  readonly dialect: SchemaDialect
  readonly target: TargetId
}

export type JsonSchema = { readonly [key: string]: JsonValue }

/** Bounds that only say "a safe integer" are noise in an editor. */
function dropSafeBounds(node: Record<string, unknown>): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum
}

/**
 * JSON Schema (draft 2020-12) of a dialect as the target reads it, made from the same zod schemas that the app uses.
 * Editors take it by `# yaml-language-server: $schema=…`.
 */
export function jsonSchema({ dialect, target }: JsonSchemaOptions): JsonSchema {
  const { schema, notes } = configSchema(dialect, target)
  const body = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: notes,
    override: ({ jsonSchema: node }) => dropSafeBounds(node as Record<string, unknown>),
  })
  const note = ACCEPTED[target].includes(dialect)
    ? ''
    : ` Target ${target} itself does not read this dialect.`
  const { $schema, ...rest } = JSON.parse(JSON.stringify(body)) as Record<string, JsonValue>
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:stagewright:${dialect}:${target}`,
    title: dialect === 'deploy' ? 'vLLM-Omni deploy file' : 'vLLM-Omni stage file (legacy)',
    description: `Stages, connectors and edges for target ${target}.${note}`,
    ...rest,
  }
}
