import type { OutsideData } from '@parley/core'

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

/** Name of an event in the catalogue, `GET /api/v1/event-types`. */
export type ParleyEventName = keyof OutsideData

/**
 * An event of the bus `parley`; `type` tells which, and so what is in `data`. Times in it are epoch milliseconds.
 * Readers must let pass types they do not know.
 */
export type ParleyEvent = {
  [T in ParleyEventName]: CloudEvent<`io.parley.${T}.v1`, OutsideData[T]> & {
    /** `meetings/{conferenceId}`, `meetings/{conferenceId}/participants/{id}` or `site`. */
    subject: string
    time: string
    data: OutsideData[T]
    /** Revision of the conference, as text. */
    sequence?: string
  }
}[ParleyEventName]
