import { z } from 'zod'

/** An event as it is told outside: its name, what its `data` is, and one of them. */
export type EventTypeEntry<Data = unknown> = {
  /** Unique over all buses. */
  name: string
  /** Of `data`. Fields are added under one version; what breaks a reader makes a new one. */
  version: number
  /** Attribute `type` of its events. */
  type: string
  /** The bus that carries it. */
  bus: 'parley' | 'default'
  description: string
  data: z.ZodType<Data>
  example: Data
  /** Paths into `data` that name a person; absent: the log's own table says it. */
  personal?: readonly string[]
}

/** What a schema of `data` yields for a type of core: ids are plain texts outside. */
export type Plain<T> = T extends string
  ? // A text of any kind, a branded one too, may stand as the key of a record without asking for members.
    Record<never, never> extends Record<T, 1>
    ? string
    : T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T

/** Name and version in one, as addresses have it: `ParticipantJoined.v1`. */
export function versionedName({ name, version }: Pick<EventTypeEntry, 'name' | 'version'>): string {
  return `${name}.v${version}`
}

/** JSON Schema 2020-12 of `data`. Open: readers must accept fields that are added later. */
export function dataSchema(entry: EventTypeEntry, id: string): Record<string, unknown> {
  const { $schema, ...shape } = z.toJSONSchema(entry.data, {
    target: 'draft-2020-12',
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      // That numbers are exact is said by the word integer.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return {
    $schema,
    $id: id,
    title: entry.type,
    description: entry.description,
    ...shape,
    examples: [entry.example],
  }
}
