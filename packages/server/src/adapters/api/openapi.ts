import { answerSchema, describeOperation, type Json } from './openapi-operation.ts'
import { describeWebhooks } from './openapi-webhooks.ts'
import { OPERATIONS } from './operations.ts'
import type { ApiParts } from './parts.ts'
import { problem } from './schema/common.ts'

/** OpenAPI 3.1 of everything below `/api/v1` and of the probes, made from the schemas that requests are read by. */
export function describeApi({ publicUrl, version }: Pick<ApiParts, 'publicUrl' | 'version'>): Json {
  const paths: Record<string, Json> = { ...PROBES }
  const schemas: Record<string, Json> = { Problem: answerSchema(problem) }
  for (const operation of OPERATIONS) {
    const path = `/api/v1${operation.path}`
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      summary: 'Event buses, rules, targets, deliveries and the log of a Parley server.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }],
    paths,
    webhooks: describeWebhooks(schemas),
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'The API key of the installation.' },
      },
      schemas,
    },
  }
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
