import { compileTransform, type Dialect, type Encode, type PushEvent, type Transform } from '@parley/core'
import { MEETING_SOURCE } from '@parley/protocol'
import {
  CLOUDEVENTS_TYPE,
  encodeBinary,
  encodeStructured,
  headerText,
  JSON_TYPE,
  type TimedEvent,
  viewOf,
} from './encode-cloudevents.ts'
import { encodeSeed } from './encode-seed.ts'
import { createOffsetTime, createSeedTime, writeUtc } from './zoned-time.ts'

export type EncodeSettings = {
  /** IANA zone of the cloud document's times. */
  timeZone: string
}

/** Names of headers in lower case. */
type Encoded = { body: string; headers: Record<string, string> }

const TEXT_TYPE = 'text/plain; charset=utf-8'
const HUAWEI_TYPE = 'application/json;charset=UTF-8'
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Makes a target's bytes of an event, once: they are kept, sent and signed as they are by every attempt. */
export function createEncode(settings: EncodeSettings): Encode {
  const seedTime = createSeedTime(settings.timeZone)
  const offsetTime = createOffsetTime(settings.timeZone)
  /** Targets of one version of the rules give the same object each time. */
  const transforms = new WeakMap<Transform, ReturnType<typeof compileTransform>>()

  function transformOf(body: Transform): ReturnType<typeof compileTransform> {
    const known = transforms.get(body)
    if (known !== undefined) return known
    const made = compileTransform(body)
    transforms.set(body, made)
    return made
  }

  function timed(event: PushEvent): TimedEvent {
    const { time, timeText = '', source } = event
    // As a publisher wrote it, unless a CloudEvents reader would stumble over it.
    if (RFC_3339.test(timeText)) return { ...event, time: timeText }
    return { ...event, time: source === MEETING_SOURCE ? offsetTime(time) : writeUtc(time) }
  }

  const DIALECTS: Record<Dialect, (event: PushEvent) => Encoded> = {
    seed: (event) => ({ body: encodeSeed(event, seedTime), headers: { 'content-type': JSON_TYPE } }),
    cloudevents: (event) => ({
      body: encodeStructured(timed(event)),
      headers: { 'content-type': CLOUDEVENTS_TYPE },
    }),
    // Bodies are kept as text. An event that carries bytes goes in structured mode: readers tell the modes by the type.
    'cloudevents-binary': (event) =>
      event.data === undefined && event.dataBase64 !== undefined
        ? DIALECTS.cloudevents(event)
        : encodeBinary(timed(event)),
    // Its envelope is made around this text by each attempt: it carries time and signature.
    huawei: ({ data }) => ({
      body: typeof data === 'string' ? data : JSON.stringify(data ?? {}),
      headers: { 'content-type': HUAWEI_TYPE },
    }),
  }

  return (event, { dialect, body, contentType, extended }) => {
    const told = extended && event.extendedData ? { ...event, data: withMore(event) } : event
    const transform = transformOf(body)
    let encoded: Encoded
    if (transform) {
      // No ce-*: what is left of the event is no CloudEvent any more, and with them it would be read as one's data.
      const { text, isJson } = transform(viewOf(timed(told)))
      encoded = { body: text, headers: { 'content-type': isJson ? JSON_TYPE : TEXT_TYPE } }
    } else encoded = DIALECTS[dialect](told)
    if (contentType !== null) encoded.headers['content-type'] = headerText(contentType)
    return encoded
  }
}

function withMore({ data, extendedData }: PushEvent): unknown {
  if (data === undefined) return extendedData
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? { ...data, ...extendedData }
    : data
}
