import {
  EVENT_TYPES,
  isSiteEntry,
  type LogEntry,
  SITE,
  SITE_EVENT_TYPES,
  type SiteEventType,
  type Unpositioned,
} from '@parley/core'
import { forAllPlans } from '@parley/core/testing'
import { dataSchema, EVENT_CATALOGUE, eventTypeOf, OWN_EVENTS } from '@parley/protocol'
import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js'
import { CloudEvent } from 'cloudevents'
import { describe, expect, it } from 'vitest'
import { createPresentOwn, OWN_EXTENSIONS } from './present.ts'

const present = createPresentOwn({ publicUrl: 'https://meet.example.org' })
const ajv = new Ajv({ strict: true, allowUnionTypes: true })
const judges = new Map(
  EVENT_CATALOGUE.map((entry) => [entry.type, ajv.compile(dataSchema(entry, `https://x/${entry.type}`))]),
)

const placed = (event: Unpositioned): LogEntry => ({ ...event, position: 1 })

/** An entry of the log as the examples of the catalogue have its data. */
function entryOf(name: string): LogEntry {
  const site = SITE_EVENT_TYPES.includes(name as SiteEventType)
  return {
    id: '01a0c450-6c7b-747a-bd93-fabd2a210001',
    position: 7,
    conferenceId: site ? SITE : '348120977',
    runId: site ? null : '01a0c4506c7b747abd93fabd2a210001',
    revision: 42,
    time: 1_790_000_000_123,
    actor: { is: 'user', id: 'u1', name: 'Ann', number: '1000001', participantId: 'p1' },
    via: 'page',
    cause: '01a0c450-6c7b-747a-bd93-fabd2a2100ff',
    part: 0,
    tenantId: '1001',
    title: 'Weekly',
    schema: 1,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    type: name,
    data: eventTypeOf(name)?.example,
  } as unknown as LogEntry
}

/** Its plans record every kind of event; with a seed of chance a rare kind was missing in one of some hundred runs. */
const SEED = 7

describe('the catalogue', { timeout: 30_000 }, () => {
  it('[E1] has every event that the log may hold, and no other', () => {
    expect(OWN_EVENTS.map(({ name }) => name).sort()).toEqual([...EVENT_TYPES, ...SITE_EVENT_TYPES].sort())
  })

  it('[E1] [E2] what any commands in any order record is what its schemas say: nothing missing, nothing more, no secret', () => {
    const recorded = new Set<string>()
    let last: unknown = null
    let checked = 0
    forAllPlans(
      ({ log }) => {
        if (log !== last) checked = 0
        last = log
        for (const event of log.slice(checked)) {
          const { type, data } = present(placed(event))
          const entry = eventTypeOf(type)
          expect(entry?.data.parse(data)).toEqual(data)
          expect(judges.get(type)?.(data), `${type} ${JSON.stringify(data)}`).toBe(true)
          expect(JSON.stringify(data)).not.toMatch(/sealed|hostPassword|linkLookup/)
          recorded.add(event.type)
        }
        checked = log.length
      },
      { seed: SEED },
    )
    expect([...recorded].sort()).toEqual([...EVENT_TYPES].sort())
  })

  it.each(EVENT_CATALOGUE.map(({ name, type, example }) => [name, type, example]))(
    '[E1] the JSON Schema of %s accepts the example and refuses one without any of its required fields',
    (_, type, example) => {
      const judge = judges.get(type as string) as ValidateFunction
      expect(judge(example)).toBe(true)
      expect(judge({ ...(example as object), addedLater: true })).toBe(true)
      const { required = [] } = judge.schema as { required?: string[] }
      for (const field of required) {
        const { [field]: _gone, ...rest } = example as Record<string, unknown>
        expect(judge(rest), field).toBe(false)
      }
    },
  )
})

describe('an event of the log outside', () => {
  it('[E2] is a CloudEvent under the id of the log', () => {
    const { time, orderKey, extensions, ...event } = present(entryOf('ParticipantJoined'))
    const cloudEvent = new CloudEvent({ ...event, ...extensions, time: new Date(time).toISOString() })
    expect(cloudEvent.validate()).toBe(true)
    expect(cloudEvent).toMatchObject({
      id: '01a0c450-6c7b-747a-bd93-fabd2a210001',
      source: 'urn:parley',
      type: 'io.parley.ParticipantJoined.v1',
      subject: 'meetings/348120977/participants/01a0c4506c7b747abd93fabd2a210def',
      dataschema: 'https://meet.example.org/api/v1/event-types/ParticipantJoined.v1/schema',
      sequence: '0000000042',
      partitionkey: '348120977',
      tenantid: '1001',
      runid: '01a0c4506c7b747abd93fabd2a210001',
      causationid: '01a0c450-6c7b-747a-bd93-fabd2a2100ff',
      via: 'page',
      actorkind: 'user',
      actorid: 'u1',
      actorparticipantid: 'p1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    })
    expect(orderKey).toBe('348120977')
  })

  it.each(OWN_EVENTS.map(({ name }) => name))(
    '[E2] %s has attributes that are declared and short',
    (name) => {
      const entry = entryOf(name)
      const event = present(entry)
      for (const [attribute, value] of Object.entries(event.extensions ?? {})) {
        expect(OWN_EXTENSIONS).toContain(attribute)
        expect(attribute).toMatch(/^[a-z0-9]{1,20}$/)
        expect(typeof value).toBe('string')
      }
      expect(event.subject).toMatch(
        isSiteEntry(entry) ? /^site$/ : /^meetings\/348120977(\/participants\/\w+)?$/,
      )
      expect(event.orderKey).toBe(isSiteEntry(entry) ? null : '348120977')
      expect(present(entry)).toEqual(event)
    },
  )

  it('[E2] has no name of a person outside of `data`', () => {
    const { data: _, ...rest } = present(entryOf('ParticipantJoined'))
    expect(JSON.stringify(rest)).not.toMatch(/Ann|Li|1000001/)
  })
})
