import { EVENT_MEMBERS, type ForeignEvent, MOST_EVENT_BYTES, NOT_IN_EVENT_TEXT } from '@parley/core'
import { isOwnSource } from '@parley/protocol'
import { deny } from '../errors.ts'

/** Attributes with a place of their own; every other member is an extension. */
const MEMBERS: ReadonlySet<string> = new Set(EVENT_MEMBERS)
/** What the bus itself says of an event ([AL] 1.2): what a publisher says there is dropped. */
const OF_THE_BUS = /^aliyun/
const SPEC_VERSIONS: readonly unknown[] = ['1.0', '0.3']
/** Goes into headers as it is. */
const ID = /^[\x21-\x7e]{1,128}$/
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
const EXTENSION = /^[a-z0-9]{1,20}$/
const MOST_EXTENSIONS = 32
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[\x20-\x7e]*)?$/

/** The bus that an event names in itself; the one of meetings unless it does ([AL] 5.5). */
export function busOf(sent: unknown): string {
  const name = isObject(sent) ? sent.aliyuneventbusname : undefined
  if (name === undefined || name === null) return 'default'
  if (typeof name !== 'string' || name === '') deny('EventBusEmpty', 'aliyuneventbusname is empty')
  return name
}

/** Its id, for the answer, however wrong the rest is. */
export function idOf(sent: unknown): string {
  return isObject(sent) && typeof sent.id === 'string' ? sent.id : ''
}

/**
 * Reads one event of a batch; `ofTheBus`: attributes that the bus gives it. Refuses with an `ApiError` of [AL] 5.8.
 */
export function readCloudEvent(sent: unknown, ofTheBus: Readonly<Record<string, string>>): ForeignEvent {
  if (!isObject(sent)) deny('EventInvalid', 'an event must be a JSON object')
  if (Buffer.byteLength(JSON.stringify(sent)) > MOST_EVENT_BYTES)
    deny('EventSizeExceed', `an event must not be larger than ${MOST_EVENT_BYTES} bytes`)
  const { specversion, id, source, type } = sent
  if (id === undefined || id === null || id === '') deny('EventIdEmpty', 'id is missing')
  if (typeof id !== 'string' || !ID.test(id))
    deny('EventInvalid', 'id must be 1 to 128 printable characters without blanks')
  if (!isText(source, 128)) deny('EventSourceInvalid', `source ${textOf(128)}`)
  if (isOwnSource(source)) deny('EventSourceInvalid', `events of ${source} come from this server only`)
  if (!isText(type, 64)) deny('EventTypeInvalid', `type ${textOf(64)}`)
  if (!SPEC_VERSIONS.includes(specversion)) deny('EventSpecversionInvalid', 'specversion must be 1.0')
  const subject = short(sent, 'subject', 512)
  const time = short(sent, 'time', 64)
  if (time !== undefined && !(RFC_3339.test(time) && Date.parse(time) > 0))
    deny('EventInvalid', 'time must be a time as in RFC 3339, with its offset')
  const dataschema = short(sent, 'dataschema', 512)
  const datacontenttype = short(sent, 'datacontenttype', 256)
  if (datacontenttype !== undefined && !MEDIA_TYPE.test(datacontenttype))
    deny('EventContentTypeInvalid', 'datacontenttype must be a media type')
  return {
    id,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    ...(time === undefined ? {} : { time }),
    ...(dataschema === undefined ? {} : { dataschema }),
    ...(datacontenttype === undefined ? {} : { datacontenttype }),
    ...dataOf(sent),
    extensions: { ...extensionsOf(sent), ...ofTheBus },
  }
}

function dataOf({ data, data_base64 }: Record<string, unknown>): Pick<ForeignEvent, 'data' | 'data_base64'> {
  const hasData = data !== undefined && data !== null
  if (data_base64 === undefined || data_base64 === null)
    return hasData ? { data } : deny('EventDataEmpty', 'data is missing')
  if (hasData) deny('EventInvalid', 'data and data_base64 cannot both be there')
  if (typeof data_base64 !== 'string' || !BASE64.test(data_base64))
    deny('EventInvalid', 'data_base64 must be base64')
  return { data_base64 }
}

function extensionsOf(sent: Record<string, unknown>): Record<string, string | number | boolean> {
  const given = Object.entries(sent).filter(
    ([name, value]) => !MEMBERS.has(name) && !OF_THE_BUS.test(name) && value !== null,
  )
  if (given.length > MOST_EXTENSIONS)
    deny('EventExtensionsAttributeExceedLimit', `an event has ${MOST_EXTENSIONS} extensions at most`)
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (!EXTENSION.test(name))
        deny('EventExtensionsAttributeInvalid', `${name}: extensions are named by 1 to 20 of a-z and 0-9`)
      if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isSafeInteger(value))
        deny('EventExtensionsAttributeInvalid', `${name} must be a text, a whole number, true or false`)
      if (typeof value === 'string' && NOT_IN_EVENT_TEXT.test(value))
        deny('EventExtensionsAttributeInvalid', `${name} must not contain control characters`)
      return [name, value as string | number | boolean]
    }),
  )
}

function short(sent: Record<string, unknown>, name: string, most: number): string | undefined {
  const value = sent[name]
  if (value === undefined || value === null) return undefined
  return isText(value, most) ? value : deny('EventInvalid', `${name} ${textOf(most)}`)
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= most && !NOT_IN_EVENT_TEXT.test(value)
}

function textOf(most: number): string {
  return `must be a text of 1 to ${most} characters, none of them a control character`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
