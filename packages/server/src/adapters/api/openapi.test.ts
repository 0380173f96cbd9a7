import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { describeApi } from './openapi.ts'
import { OPERATIONS } from './operations.ts'
import { house } from './testing/house.ts'

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, served at both places without a key', async () => {
    const { app } = await house()
    const [one, other] = await Promise.all([app.inject('/openapi.json'), app.inject('/api/v1/openapi.json')])
    expect(one.statusCode).toBe(200)
    expect(one.body).toBe(other.body)
    const validator = new Validator()
    expect(await validator.validate(one.json())).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    // The validator does refuse: it is not asleep.
    expect(await new Validator().validate({ ...(one.json() as object), info: {} })).toMatchObject({
      valid: false,
    })
  })

  it('tells of every operation, of the probes, and of every problem', () => {
    const document = describeApi({ publicUrl: 'https://meet.example.org', version: '1' }) as {
      paths: Record<
        string,
        Record<string, { responses: Record<string, unknown>; parameters?: { name: string }[] }>
      >
      components: { schemas: Record<string, Record<string, unknown>> }
    }
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    )
    const served = OPERATIONS.map(({ method, path }) => `${method} /api/v1${path}`)
    expect(told.sort()).toEqual([...served, 'get /livez', 'get /readyz'].sort())
    expect(new Set(served).size).toBe(served.length)
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length)
    expect(Object.keys(document.paths['/api/v1/deliveries/{id}/resend']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '401', '404', '409', '413', '415', '500']),
    )
    expect(document.paths['/api/v1/deliveries']?.get?.parameters?.map(({ name }) => name)).toEqual([
      'status',
      'bus',
      'rule',
      'target',
      'event',
      'type',
      'replay',
      'from',
      'before',
      'after',
      'limit',
    ])
    expect(document.components.schemas.CreateRuleRequest).toMatchObject({
      required: ['name', 'pattern'],
      additionalProperties: false,
    })
    expect(document.components.schemas.ListEventsAnswer).not.toHaveProperty('additionalProperties')
    const refs = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? []
    for (const ref of refs)
      expect(document.components.schemas).toHaveProperty(ref.split('/').at(-1) as string)
  })

  it('says which changes go on condition, which bodies may be absent, and what events are sent as', () => {
    const document = describeApi({ publicUrl: 'https://meet.example.org', version: '1' }) as {
      paths: Record<string, Record<string, Described>>
    }
    const change = document.paths['/api/v1/rules/{id}']?.patch
    expect(change?.parameters?.map(({ name }) => name)).toContain('If-Match')
    expect(change?.responses).toHaveProperty('412')
    expect(change?.requestBody).toMatchObject({ required: true })
    expect(document.paths['/api/v1/rules/{id}']?.get?.responses).not.toHaveProperty('412')
    expect(document.paths['/api/v1/targets/{id}/resume']?.post?.requestBody).toMatchObject({
      required: false,
    })
    const types = document.paths['/api/v1/events']?.post?.requestBody?.content ?? {}
    expect(Object.keys(types)).toContain('application/cloudevents-batch+json')
  })

  it('describes what targets receive', () => {
    const document = describeApi({ publicUrl: 'https://meet.example.org', version: '1' }) as {
      webhooks: Record<string, Record<string, Described>>
    }
    const { cloudEvent, seedEvent, consent } = document.webhooks
    expect(cloudEvent?.post?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature']),
    )
    expect(Object.keys(cloudEvent?.post?.requestBody?.content ?? {})).toEqual([
      'application/cloudevents+json',
    ])
    expect(Object.keys(seedEvent?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['2XX', '410', '429']),
    )
    expect(consent?.options).toBeDefined()
  })
})

type Described = {
  parameters?: { name: string }[]
  requestBody?: { required: boolean; content: Record<string, unknown> }
  responses: Record<string, unknown>
}
