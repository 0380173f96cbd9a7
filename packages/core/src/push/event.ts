import type { Instant } from '../instant.ts'

/** An event in an outside form, attributes as in CloudEvents 1.0: patterns match it, a dialect makes bytes of it. */
export type PushEvent = {
  /** Unique with `source`. A recorded event's own id: the same over targets, attempts, resending and replay. */
  id: string
  source: string
  type: string
  subject?: string
  time: Instant
  /** `time` as a publisher outside wrote it, to be given on unchanged. */
  timeText?: string
  dataschema?: string
  /** Absent: JSON. */
  datacontenttype?: string
  extensions?: Readonly<Record<string, string | number | boolean>>
  /** A JSON value; an object in all events of ours. */
  data?: unknown
  /** Set instead of `data` when a publisher sent bytes. */
  dataBase64?: string
  /** Fields of `data` that only targets with `extended` get. */
  extendedData?: Readonly<Record<string, unknown>>
  /** The whole event is only for targets with `extended`. */
  extendedOnly?: boolean
  /** Targets that ask for order get events of one key one after the other; null: no order. */
  orderKey: string | null
}

/** Members of an event in the JSON of CloudEvents 1.0 that are no extensions. */
export const EVENT_MEMBERS: readonly string[] = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'dataschema',
  'datacontenttype',
  'data',
  'data_base64',
]

/** One event on one bus. A log entry may be told on several. */
export type BusEvent = { bus: string; event: PushEvent }
