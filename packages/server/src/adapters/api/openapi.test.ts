import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { describeApi } from './openapi.ts'
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
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/conferences/{id}/events',
      '/api/v1/deliveries',
      '/api/v1/deliveries/{id}',
      '/api/v1/deliveries/{id}/resend',
      '/api/v1/events',
      '/api/v1/rules',
      '/api/v1/rules/{id}',
      '/livez',
      '/readyz',
    ])
    expect(Object.keys(document.paths['/api/v1/deliveries/{id}/resend']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '401', '404', '409', '413', '415', '500']),
    )
    expect(document.paths['/api/v1/deliveries']?.get?.parameters?.map(({ name }) => name)).toEqual([
      'status',
      'rule',
      'event',
      'after',
      'limit',
    ])
    expect(document.components.schemas.CreateRuleRequest).toMatchObject({
      required: ['name', 'pattern', 'target'],
      additionalProperties: false,
    })
    expect(document.components.schemas.ListEventsAnswer).not.toHaveProperty('additionalProperties')
    const refs = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? []
    for (const ref of refs)
      expect(document.components.schemas).toHaveProperty(ref.split('/').at(-1) as string)
  })
})
