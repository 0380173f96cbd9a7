import { z } from 'zod'
import { HTTP_ERRORS, REFUSALS } from './errors.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import type { ApiParts } from './parts.ts'
import { problem } from './schema/common.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 of everything below `/api/v1` and of the probes, made from the schemas that requests are read by. */
export function describeApi({ publicUrl, version }: Pick<ApiParts, 'publicUrl' | 'version'>): Json {
  const paths: Record<string, Json> = { ...PROBES }
  const schemas: Record<string, Json> = { Problem: answerSchema(problem) }
  for (const operation of OPERATIONS) {
    const path = `/api/v1${operation.path}`
    paths[path] = { ...paths[path], [operation.method]: describe(operation, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      summary: 'Event rules, deliveries and the log of a Parley server.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'The API key of the installation.' },
      },
      schemas,
    },
  }
}

function describe(operation: Operation, schemas: Record<string, Json>): Json {
  const { id, summary, params, query, body, bodyShape, open, answer } = operation
  const upper = `${id.charAt(0).toUpperCase()}${id.slice(1)}`
  const { status, description, schema, type = 'application/json' } = answer
  if (schema) schemas[`${upper}Answer`] = answerSchema(schema)
  if (body) schemas[`${upper}Request`] = requestSchema(bodyShape ?? body)
  const parameters = [...parametersOf('path', params), ...parametersOf('query', query)]
  return {
    operationId: id,
    summary,
    ...(open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: jsonContent(`${upper}Request`) } } : {}),
    responses: {
      [status]: { description, ...(schema ? { content: { [type]: ref(`${upper}Answer`) } } : {}) },
      ...problemsOf(operation),
    },
  }
}

function parametersOf(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = requestSchema(schema) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description ? { description } : {}),
    schema: shape,
  }))
}

function problemsOf({ refuses, open }: Operation): Json {
  const titles = new Map<number, Set<string>>()
  const add = (status: number, title: string): void => {
    titles.set(status, (titles.get(status) ?? new Set()).add(title))
  }
  for (const status of [400, 413, 415, 500] as const) add(status, HTTP_ERRORS[status][1])
  for (const code of ['invalid', ...(open ? [] : (['unauthenticated'] as const)), ...refuses] as const) {
    if (code === 'not-found') add(404, HTTP_ERRORS[404][1])
    else add(...REFUSALS[code])
  }
  return Object.fromEntries(
    [...titles].map(([status, all]) => [
      status,
      { description: [...all].join(' · '), content: { 'application/problem+json': ref('Problem') } },
    ]),
  )
}

function jsonContent(name: string): Json {
  return { 'application/json': ref(name) }
}

function ref(name: string): Json {
  return { schema: { $ref: `#/components/schemas/${name}` } }
}

function requestSchema(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return shape
}

/** Readers must accept members that are added later, so answers are not closed. */
function answerSchema(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return shape
}

const probeAnswer = (description: string): Json => ({
  description,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { status: { type: 'string' } }, required: ['status'] },
    },
  },
})

/** Answered elsewhere; told of here, so that whoever runs the server finds them. */
const PROBES: Record<string, Json> = {
  '/livez': {
    get: {
      operationId: 'livez',
      summary: 'Whether the process answers.',
      security: [],
      responses: { 200: probeAnswer('It does.') },
    },
  },
  '/readyz': {
    get: {
      operationId: 'readyz',
      summary: 'Whether the server can do its work.',
      security: [],
      responses: {
        200: probeAnswer('It can.'),
        503: probeAnswer('It is stopping, or its store does not answer.'),
      },
    },
  },
}
