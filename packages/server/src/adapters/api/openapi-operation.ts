import { z } from 'zod'
import { HTTP_ERRORS, REFUSALS } from './errors.ts'
import type { Operation } from './operation.ts'

export type Json = Record<string, unknown>

const IF_MATCH: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'An `ETag` that was answered before: the change goes through only when nobody made another since.',
  schema: { type: 'string' },
}

/** One operation; its schemas are put into `schemas`. */
export function describeOperation(operation: Operation, schemas: Record<string, Json>): Json {
  const { id, summary, params, query, body, open, conditional, answer } = operation
  const upper = `${id.charAt(0).toUpperCase()}${id.slice(1)}`
  const { status, description, schema, type = 'application/json' } = answer
  if (schema) schemas[`${upper}Answer`] = answerSchema(schema)
  const parameters = [
    ...parametersOf('path', params),
    ...parametersOf('query', query),
    ...(conditional ? [IF_MATCH] : []),
  ]
  return {
    operationId: id,
    summary,
    ...(open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: requestBodyOf(operation, body, `${upper}Request`, schemas) } : {}),
    responses: {
      [status]: { description, ...(schema ? { content: { [type]: ref(`${upper}Answer`) } } : {}) },
      ...problemsOf(operation),
    },
  }
}

function requestBodyOf(
  { bodyShape, bodyTypes }: Operation,
  body: z.ZodType,
  name: string,
  schemas: Record<string, Json>,
): Json {
  if (!bodyTypes) schemas[name] = requestSchema(bodyShape ?? body)
  const content = bodyTypes
    ? Object.fromEntries(
        Object.entries(bodyTypes).map(([type, schema]) => [type, { schema: requestSchema(schema) }]),
      )
    : { 'application/json': ref(name) }
  // What may be absent as a whole has a default for each of its members.
  return { required: !body.safeParse(undefined).success, content }
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

function problemsOf({ refuses, open, conditional }: Operation): Json {
  const titles = new Map<number, Set<string>>()
  const add = (status: number, title: string): void => {
    titles.set(status, (titles.get(status) ?? new Set()).add(title))
  }
  const always = [400, 413, 415, 500] as const
  for (const status of conditional ? [...always, 412 as const] : always) add(status, HTTP_ERRORS[status][1])
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

export function ref(name: string): Json {
  return { schema: { $ref: `#/components/schemas/${name}` } }
}

function requestSchema(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return shape
}

/** Readers must accept members that are added later, so answers are not closed. */
export function answerSchema(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return shape
}
