/**
 * The part of the SARIF 2.1.0 standard (OASIS) that a log of ours uses: required properties, types and enumerations.
 * `additionalProperties: false` where the standard has it, so that a misspelt property fails.
 */
const message = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1 }, markdown: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
} as const

const position = { type: 'integer', minimum: 1 } as const
const region = {
  type: 'object',
  properties: { startLine: position, startColumn: position, endLine: position, endColumn: position },
  required: ['startLine'],
  additionalProperties: false,
} as const

const artifactLocation = {
  type: 'object',
  properties: { uri: { type: 'string', pattern: '^[A-Za-z0-9._~:/%!$&()*+,;=@-]+$' } },
  additionalProperties: false,
} as const

const locationProperties = {
  id: { type: 'integer', minimum: -1 },
  message,
  physicalLocation: {
    type: 'object',
    properties: { artifactLocation, region },
    required: ['artifactLocation'],
    additionalProperties: false,
  },
} as const
const location = { type: 'object', properties: locationProperties, additionalProperties: false } as const

const level = { enum: ['none', 'note', 'warning', 'error'] } as const

const descriptor = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1 },
    name: { type: 'string' },
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: { type: 'object', properties: { level }, additionalProperties: false },
    properties: { type: 'object' },
  },
  required: ['id'],
  additionalProperties: false,
} as const

const fix = {
  type: 'object',
  properties: {
    description: message,
    artifactChanges: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          artifactLocation,
          replacements: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              properties: {
                deletedRegion: region,
                insertedContent: {
                  type: 'object',
                  properties: { text: { type: 'string' } },
                  additionalProperties: false,
                },
              },
              required: ['deletedRegion'],
              additionalProperties: false,
            },
          },
        },
        required: ['artifactLocation', 'replacements'],
        additionalProperties: false,
      },
    },
  },
  required: ['artifactChanges'],
  additionalProperties: false,
} as const

const suppression = {
  type: 'object',
  properties: {
    kind: { enum: ['inSource', 'external'] },
    status: { enum: ['accepted', 'underReview', 'rejected'] },
    justification: { type: 'string' },
  },
  required: ['kind'],
  additionalProperties: false,
} as const

const result = {
  type: 'object',
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: -1 },
    level,
    message,
    locations: { type: 'array', items: location },
    relatedLocations: { type: 'array', uniqueItems: true, items: location },
    fixes: { type: 'array', uniqueItems: true, items: fix },
    suppressions: { type: 'array', uniqueItems: true, items: suppression },
    properties: { type: 'object' },
  },
  required: ['message'],
  additionalProperties: false,
} as const

const driver = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
    rules: { type: 'array', uniqueItems: true, items: descriptor },
  },
  required: ['name'],
  additionalProperties: false,
} as const

const run = {
  type: 'object',
  properties: {
    tool: {
      type: 'object',
      properties: { driver },
      required: ['driver'],
      additionalProperties: false,
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    artifacts: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        properties: { location: artifactLocation },
        additionalProperties: false,
      },
    },
    results: { type: 'array', items: result },
  },
  required: ['tool'],
  additionalProperties: false,
} as const

export const SARIF_SHAPE = {
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: { type: 'array', items: run },
  },
  required: ['version', 'runs'],
  additionalProperties: false,
} as const
