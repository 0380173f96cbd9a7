import { z } from 'zod'
import { answerSchema, type Json, ref } from './openapi-operation.ts'

const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().describe('Also `webhook-id`: drop what you have seen before.'),
  source: z.string().describe('`urn:parley` for our own events; unique with `id`.'),
  type: z
    .string()
    .describe('For example `io.parley.ParticipantJoined.v1`; all of them: `GET /api/v1/event-types`.'),
  subject: z
    .string()
    .optional()
    .describe('`meetings/{conferenceId}`, `meetings/{conferenceId}/participants/{id}` or `site`.'),
  time: z.string().describe('RFC 3339.'),
  datacontenttype: z.string().optional(),
  dataschema: z.string().optional().describe('Where the JSON Schema of `data` is.'),
  sequence: z.string().optional().describe('Revision of the meeting: rises by one, without a gap.'),
  partitionkey: z.string().optional().describe('The meeting.'),
  data: z.unknown().optional().describe('What happened, by type.'),
})

const seedEvent = z.object({
  data: z.string().describe('A text that holds JSON.'),
  id: z.string(),
  source: z.string().describe('`acs.aliyuncvc` for events of meetings.'),
  type: z.string().describe('For example `aliyuncvc:MeetingEvent:MemberStateEvent`.'),
  subject: z.string().optional(),
  time: z.string().describe('`YYYY-MM-DD HH:MM:SS.ffffff`, in the zone of the server’s settings.'),
})

/** What targets receive, for whoever writes the receiver. The schemas are put into `schemas`. */
export function describeWebhooks(schemas: Record<string, Json>): Json {
  schemas.CloudEvent = answerSchema(cloudEvent)
  schemas.SeedEvent = answerSchema(seedEvent)
  return {
    cloudEvent: {
      post: delivery('receiveCloudEvent', 'An event, structured: dialect `cloudevents`.', SIGNED, {
        'application/cloudevents+json': ref('CloudEvent'),
      }),
    },
    cloudEventBinary: {
      post: delivery(
        'receiveCloudEventBinary',
        'An event with its attributes in headers: dialect `cloudevents-binary`. The body is its `data` alone.',
        [...SIGNED, ...['id', 'source', 'type', 'specversion', 'time', 'subject'].map(attribute)],
        { 'application/json': { schema: {} } },
      ),
    },
    seedEvent: {
      post: delivery(
        'receiveSeedEvent',
        'An event in the body of the cloud document: dialect `seed`.',
        [...SIGNED, ...CLOUD_SIGNED],
        { 'application/json': ref('SeedEvent') },
      ),
    },
    consent: {
      options: {
        operationId: 'consent',
        summary: 'Whether you want our events: asked by `POST /api/v1/targets/{id}/verify`.',
        security: [],
        parameters: [header('WebHook-Request-Origin', 'Host of this server.', true)],
        responses: {
          200: {
            description: 'You do, when the headers say so; the status does not matter.',
            headers: {
              'WebHook-Allowed-Origin': told('The same host, or `*`.'),
              'WebHook-Allowed-Rate': told('Requests a minute, or `*`.'),
            },
          },
        },
      },
    },
  }
}

const SIGNED = [
  header('webhook-id', 'Id of the event: the same over all attempts, resending and replay.', true),
  header('webhook-timestamp', 'Seconds since 1970 of this attempt.', true),
  header(
    'webhook-signature',
    'By Standard Webhooks over `{webhook-id}.{webhook-timestamp}.{body}`, the bytes as they came: `v1,…` (HMAC), `v1a,…` (Ed25519), several with a blank between them.',
  ),
  header('x-parley-attempt', 'From 1.'),
  header('x-parley-replay', 'Id of the replay that this is part of.'),
]

const CLOUD_SIGNED = ['-timestamp', '-version', '-url', '-v2', ''].map((part) =>
  header(`x-eventbridge-signature${part}`, 'Where the target signs by `aliyun-v1` or `aliyun-v2`.'),
)

function attribute(name: string): Json {
  return header(`ce-${name}`, 'Attribute of the event, percent-encoded where it is not printable ASCII.')
}

function header(name: string, description: string, required = false): Json {
  return { name, in: 'header', required, description, schema: { type: 'string' } }
}

function told(description: string): Json {
  return { description, schema: { type: 'string' } }
}

function delivery(operationId: string, summary: string, parameters: readonly Json[], content: Json): Json {
  return {
    operationId,
    summary,
    security: [],
    parameters,
    requestBody: { required: true, content },
    responses: {
      '2XX': {
        description:
          'You have it. The body is kept for the delivery log, 16 KiB of it, and not read otherwise.',
      },
      410: { description: 'You want nothing more: the target is paused.' },
      429: { description: 'Later, see `Retry-After`; 503 is read so too.' },
      default: {
        description: 'It failed and is sent again by the target’s schedule. Redirects are not followed.',
      },
    },
  }
}
