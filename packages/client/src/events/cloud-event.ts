import type { EventData, EventType, SiteEventData, SiteEventType } from '@parley/core'

/** A CloudEvent 1.0 in JSON, as the stream and structured pushes carry it. Extensions stand beside the attributes. */
export type CloudEvent<Type extends string = string, Data = unknown> = {
  specversion: '1.0'
  /** Unique with `source`; the same over the stream, pushes, attempts and replay. */
  id: string
  source: string
  type: Type
  subject?: string
  /** RFC 3339. */
  time?: string
  datacontenttype?: string
  dataschema?: string
  data?: Data
  /** Instead of `data`, when a publisher outside sent bytes. */
  data_base64?: string
  [extension: string]: unknown
}

/** What the log knows of an event, by name. What is sealed stays at the server. Times are epoch milliseconds. */
type LogData = {
  [T in EventType]: Omit<EventData[T], 'sealed'>
} & { [T in SiteEventType]: SiteEventData[T] }

/** Name of an event in the catalogue, `GET /api/v1/event-types`. */
export type ParleyEventName = EventType | SiteEventType

/** An event of the bus `parley`; `type` tells which, and so what is in `data`. Readers must let pass types they do not know. */
export type ParleyEvent = {
  [T in ParleyEventName]: CloudEvent<`io.parley.${T}.v1`, LogData[T]> & {
    /** `meetings/{conferenceId}`, `meetings/{conferenceId}/participants/{id}` or `site`. */
    subject: string
    time: string
    data: LogData[T]
    /** Revision of the conference, as text. */
    sequence?: string
  }
}[ParleyEventName]
