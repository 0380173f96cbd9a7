import { describe, expect, it } from 'vitest'
import { EVENT_CATALOGUE, eventTypeOf } from './catalogue.ts'
import { dataSchema, versionedName } from './event-type.ts'

describe('the catalogue of outside events', () => {
  it.each(EVENT_CATALOGUE.map((entry) => [entry.name, entry] as const))(
    '[E1] %s has an example that its schema accepts, and nothing beside',
    (_, { data, example, description }) => {
      expect(data.parse(example)).toEqual(example)
      expect(data.safeParse('text').success).toBe(false)
      expect(description).toMatch(/^\p{Lu}.*\.$/u)
    },
  )

  it.each(EVENT_CATALOGUE.map((entry) => [entry.name, entry] as const))(
    '[E1] %s says its schema as JSON Schema, open to later fields',
    (_, entry) => {
      const schema = dataSchema(entry, 'https://meet.example.org/x')
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: 'https://meet.example.org/x',
        title: entry.type,
        type: 'object',
        examples: [entry.example],
      })
      const text = JSON.stringify(schema)
      expect(text).not.toContain('"additionalProperties":false')
      expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER))
    },
  )

  it('[E1] finds each by name, by name and version, and by type; names and types are unique', () => {
    for (const entry of EVENT_CATALOGUE)
      for (const text of [entry.name, versionedName(entry), entry.type]) expect(eventTypeOf(text)).toBe(entry)
    expect(eventTypeOf('ParticipantJoined.v1')?.type).toBe('io.parley.ParticipantJoined.v1')
    expect(eventTypeOf('ParticipantJoined.v2')).toBeUndefined()
    expect(eventTypeOf('constructor')).toBeUndefined()
    expect(new Set(EVENT_CATALOGUE.map(({ name }) => name)).size).toBe(EVENT_CATALOGUE.length)
    expect(new Set(EVENT_CATALOGUE.map(({ type }) => type)).size).toBe(EVENT_CATALOGUE.length)
  })
})
