import { EVENT_CATALOGUE } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import * as operations from './operations.ts'
import { follows, house } from './testing/house.ts'

describe('the types of events', () => {
  it('are listed with schema, example and personal fields', async () => {
    const { call } = await house()
    const { status, body } = await call('GET', '/event-types')
    expect(status).toBe(200)
    follows(operations.listEventTypes, body)
    expect(body.data).toHaveLength(EVENT_CATALOGUE.length)
    expect(body.data.find(({ name }: { name: string }) => name === 'ParticipantRenamed')).toEqual({
      name: 'ParticipantRenamed',
      version: 1,
      type: 'io.parley.ParticipantRenamed.v1',
      bus: 'parley',
      description: 'Somebody is called otherwise in this meeting.',
      schema: 'https://meet.example.org/api/v1/event-types/ParticipantRenamed.v1/schema',
      personal: ['name', 'who', 'was'],
      example: expect.objectContaining({ name: 'Li Na', was: 'Li' }),
    })
  })

  it('of one bus alone', async () => {
    const { call } = await house()
    const { body } = await call('GET', '/event-types?bus=default')
    expect(body.data.map(({ type }: { type: string }) => type)).toEqual([
      'aliyuncvc:MeetingEvent:MeetingStateEvent',
      'aliyuncvc:MeetingEvent:MemberStateEvent',
      'aliyuncvc:MeetingEvent:MemberOperate',
      'aliyuncvc:MeetingEvent:MeetingStatistic',
    ])
    expect((await call('GET', '/event-types?bus=other')).status).toBe(400)
  })

  it('need the key to be listed; each schema is for everybody, at the address that events and list name', async () => {
    const { app, call } = await house()
    expect((await app.inject('/api/v1/event-types')).statusCode).toBe(401)
    const { body } = await call('GET', '/event-types')
    for (const { schema, type } of body.data) {
      const answer = await app.inject(new URL(schema).pathname)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers).toMatchObject({
        'content-type': expect.stringMatching(/^application\/schema\+json/),
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=3600',
      })
      expect(answer.json()).toMatchObject({ $id: schema, title: type, type: 'object' })
    }
  })

  it.each([
    'ParticipantJoined',
    'io.parley.ParticipantJoined.v1',
    'MemberOperate.v1',
    'aliyuncvc:MeetingEvent:MemberOperate',
  ])('the schema of %s is found', async (name) => {
    const { app } = await house()
    const answer = await app.inject(`/api/v1/event-types/${encodeURIComponent(name)}/schema`)
    expect(answer.statusCode).toBe(200)
  })

  it.each(['Nothing', 'ParticipantJoined.v2', 'constructor'])('there is none of %s', async (name) => {
    const { app } = await house()
    const answer = await app.inject(`/api/v1/event-types/${name}/schema`)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({
      type: '/problems/not-found',
      detail: 'there is no such event type',
    })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })
})
