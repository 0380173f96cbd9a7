import type { EncodeTarget, PushEvent, Transform } from '@parley/core'
import { type CloudEvent, HTTP } from 'cloudevents'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncode } from './encode.ts'

const encode = createEncode({ timeZone: 'Asia/Shanghai' })
const target = (part: Partial<EncodeTarget>): EncodeTarget => ({
  dialect: 'cloudevents',
  body: { form: 'ORIGINAL' },
  contentType: null,
  extended: false,
  ...part,
})

/** The example of the reference ([AL] 1.3). */
const meeting: PushEvent = {
  id: '01a0c450-6c7b-747a-bd93-fabd2a210001',
  source: 'acs.aliyuncvc',
  type: 'aliyuncvc:MeetingEvent:MeetingStateEvent',
  subject: 'acs.aliyuncvc:cn-hangzhou:1001:7',
  time: 1_790_000_000_123,
  extensions: { aliyunaccountid: '1001', aliyuneventbusname: 'default', aliyunregionid: 'cn-hangzhou' },
  data: {
    meetingName: 'weekly sync',
    action: 'meeting_end',
    time: 1_790_000_000_123,
    meetingUUID: 'hz-0b7d',
  },
  extendedData: { operatorId: '42' },
  orderKey: null,
}
const own: PushEvent = {
  id: '01a0c450-6c7b-747a-bd93-fabd2a210002',
  source: 'urn:parley',
  type: 'io.parley.MicChanged.v1',
  subject: 'meetings/123456789/participants/7f',
  time: 1_790_000_000_123,
  dataschema: 'https://meet.example.com/api/v1/event-types/MicChanged.v1/schema',
  datacontenttype: 'application/json',
  extensions: { sequence: '12', partitionkey: '123456789' },
  data: { open: true, name: '周 "x" 100% 🎉' },
  orderKey: '123456789',
}

/** As a receiver with the reference library reads it. */
const received = ({ body, headers }: { body: string; headers: Record<string, string> }) => {
  const event = HTTP.toEvent({ body, headers })
  if (Array.isArray(event)) throw new Error('not one event')
  return event
}

describe('the dialects', () => {
  it('seed: the document’s six keys, data as a string, its own time', () => {
    expect(encode(meeting, target({ dialect: 'seed' }))).toEqual({
      body:
        '{"data":"{\\"meetingName\\":\\"weekly sync\\",\\"action\\":\\"meeting_end\\",\\"time\\":1790000000123,\\"meetingUUID\\":\\"hz-0b7d\\"}",' +
        '"id":"01a0c450-6c7b-747a-bd93-fabd2a210001","source":"acs.aliyuncvc",' +
        '"type":"aliyuncvc:MeetingEvent:MeetingStateEvent","subject":"acs.aliyuncvc:cn-hangzhou:1001:7","time":"2026-09-21 22:13:20.123000"}',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    })
  })

  it('cloudevents: the document’s example, attribute by attribute', () => {
    const { body, headers } = encode(meeting, target({}))
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: '01a0c450-6c7b-747a-bd93-fabd2a210001',
      source: 'acs.aliyuncvc',
      type: 'aliyuncvc:MeetingEvent:MeetingStateEvent',
      subject: 'acs.aliyuncvc:cn-hangzhou:1001:7',
      time: '2026-09-21T22:13:20.123+08:00',
      datacontenttype: 'application/json; charset=utf-8',
      aliyunaccountid: '1001',
      aliyuneventbusname: 'default',
      aliyunregionid: 'cn-hangzhou',
      data: {
        meetingName: 'weekly sync',
        action: 'meeting_end',
        time: 1_790_000_000_123,
        meetingUUID: 'hz-0b7d',
      },
    })
    expect(headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=utf-8' })
  })

  it('our own events are in UTC', () => {
    expect(JSON.parse(encode(own, target({})).body)).toMatchObject({ time: '2026-09-21T14:13:20.123Z' })
  })

  it('huawei: the text of the event info alone', () => {
    const info = { event: 'meeting.end', timestamp: 1, payload: { meetingInfo: { meetingID: '1' } } }
    expect(encode({ ...own, data: info }, target({ dialect: 'huawei' }))).toEqual({
      body: JSON.stringify(info),
      headers: { 'content-type': 'application/json;charset=UTF-8' },
    })
  })

  it.each(['seed', 'cloudevents', 'huawei'] as const)(
    '[D43] no ce-* beside the whole event of %s',
    (dialect) => {
      const { headers } = encode(meeting, target({ dialect, contentType: 'application/json; charset=utf-8' }))
      expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8' })
    },
  )
})

describe('as the reference library reads it', () => {
  const dialects = ['cloudevents', 'cloudevents-binary'] as const

  it.each(dialects)('[D43] %s', (dialect) => {
    const event = received(encode(own, target({ dialect })))
    expect(event).toMatchObject({
      specversion: '1.0',
      id: own.id,
      source: own.source,
      type: own.type,
      subject: own.subject,
      dataschema: own.dataschema,
      sequence: '12',
      partitionkey: '123456789',
      data: own.data,
    })
    expect(Date.parse(event.time ?? '')).toBe(own.time)
    expect((event as CloudEvent).validate()).toBe(true)
  })

  it('[D43] the same in both modes, whatever the event', () => {
    const line = fc.string({ minLength: 1 }).map((text) => `x${text.replace(/[^\x21-\x7e]/g, '')}`)
    const event = fc.record({
      id: line,
      source: fc.constantFrom('urn:a', 'https://example.com/x', 'acs.aliyuncvc'),
      type: line,
      time: fc.integer({ min: 0, max: 4e12 }),
      extensions: fc.dictionary(fc.stringMatching(/^x[a-z0-9]{1,10}$/), line, { maxKeys: 3 }),
      data: fc
        .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
        .map((data) => JSON.parse(JSON.stringify(data))),
      orderKey: fc.constant(null),
    })
    fc.assert(
      fc.property(event, (sent) => {
        const structured = received(encode(sent, target({})))
        expect(structured).toMatchObject({ id: sent.id, type: sent.type, ...sent.extensions })
        expect(structured.data).toEqual(sent.data)
        expect(Date.parse(structured.time ?? '')).toBe(sent.time)
        const binary = encode(sent, target({ dialect: 'cloudevents-binary' }))
        expect(JSON.parse(binary.body)).toEqual(sent.data)
        const attributes = Object.fromEntries(
          Object.entries(binary.headers)
            .filter(([name]) => name.startsWith('ce-'))
            .map(([name, value]) => [name.slice(3), decodeURIComponent(value)]),
        )
        const { data: _data, datacontenttype: _type, ...inBody } = JSON.parse(encode(sent, target({})).body)
        expect(attributes).toEqual(inBody)
      }),
    )
  })
})

describe('binary mode', () => {
  it('writes what is no printable ASCII, blanks, quotes and percent signs as bytes', () => {
    const { headers, body } = encode(
      { ...own, subject: 'a b"c%d周🎉~!\r\nx: y', extensions: { flag: true, count: 3 } },
      target({ dialect: 'cloudevents-binary' }),
    )
    expect(headers).toMatchObject({
      'ce-subject': 'a%20b%22c%25d%E5%91%A8%F0%9F%8E%89~!%0D%0Ax:%20y',
      'ce-flag': 'true',
      'ce-count': '3',
      'content-type': 'application/json',
    })
    expect(headers).not.toHaveProperty('ce-datacontenttype')
    expect(body).toBe(JSON.stringify(own.data))
  })

  it('sends text as text, and nothing as nothing', () => {
    const binary = target({ dialect: 'cloudevents-binary' })
    expect(encode({ ...own, data: 'hé', datacontenttype: 'text/plain' }, binary)).toMatchObject({
      body: 'hé',
      headers: { 'content-type': 'text/plain' },
    })
    const { body, headers } = encode({ ...own, data: undefined, datacontenttype: undefined }, binary)
    expect(body).toBe('')
    expect(headers).not.toHaveProperty('content-type')
  })

  it('leaves bytes to structured mode', () => {
    const bytes = { ...own, data: undefined, dataBase64: 'AAEC', datacontenttype: 'image/png' }
    const event = received(encode(bytes, target({ dialect: 'cloudevents-binary' })))
    expect(event.data_base64 ?? event.data).toBeDefined()
    expect(event.datacontenttype).toBe('image/png')
  })
})

describe('events of publishers outside', () => {
  const foreign: PushEvent = {
    ...own,
    source: 'shop',
    time: 1_790_000_000_000,
    timeText: '2026-09-21T16:13:20.000000001+02:00',
  }

  it('keep their time as it was written, unless it is no time of CloudEvents', () => {
    expect(JSON.parse(encode(foreign, target({})).body).time).toBe('2026-09-21T16:13:20.000000001+02:00')
    const seed = { ...foreign, timeText: '2020-07-21 20:22:01.961000' }
    expect(JSON.parse(encode(seed, target({})).body).time).toBe('2026-09-21T14:13:20.000Z')
  })

  it('cannot speak twice about one attribute', () => {
    const { body } = encode(
      { ...foreign, extensions: { id: 'other', data: 'other', color: 'red' } },
      target({}),
    )
    expect(JSON.parse(body)).toMatchObject({ id: own.id, color: 'red', data: own.data })
  })

  it('cannot break a header', () => {
    const { headers } = encode(
      { ...foreign, datacontenttype: 'application/json\r\nx-evil: 1' },
      target({ dialect: 'cloudevents-binary' }),
    )
    expect(headers['content-type']).not.toMatch(/[\r\n]/)
  })

  it('hand text on as text in the document’s form', () => {
    const { body } = encode({ ...foreign, data: '{"a":1}' }, target({ dialect: 'seed' }))
    expect(JSON.parse(body).data).toBe('{"a":1}')
  })
})

describe('what else a target decides', () => {
  it('extended fields are only for those that ask', () => {
    expect(JSON.parse(encode(meeting, target({})).body).data).not.toHaveProperty('operatorId')
    expect(JSON.parse(encode(meeting, target({ extended: true })).body).data).toMatchObject({
      operatorId: '42',
    })
    const path: Transform = { form: 'JSONPATH', path: '$.data.operatorId' }
    expect(encode(meeting, target({ body: path })).body).toBe('')
    expect(encode(meeting, target({ body: path, extended: true })).body).toBe('42')
  })

  const transforms: [Transform, string, string][] = [
    [
      {
        form: 'TEMPLATE',
        values: { m: '$.data.meetingName', a: '$.data.action' },
        template: '{"text":"$' + '{m}: $' + '{a}"}',
      },
      '{"text":"weekly sync: meeting_end"}',
      'application/json; charset=utf-8',
    ],
    [{ form: 'JSONPATH', path: '$.data.action' }, 'meeting_end', 'text/plain; charset=utf-8'],
    [{ form: 'JSONPATH', path: '$.time' }, '2026-09-21T22:13:20.123+08:00', 'text/plain; charset=utf-8'],
    [{ form: 'JSONPATH', path: '$.aliyunregionid' }, 'cn-hangzhou', 'text/plain; charset=utf-8'],
    [{ form: 'CONSTANT', text: '{"ping":true}' }, '{"ping":true}', 'application/json; charset=utf-8'],
  ]
  it.each(transforms)('%j in every dialect alike', (body, text, type) => {
    for (const dialect of ['seed', 'cloudevents', 'cloudevents-binary'] as const)
      expect(encode(meeting, target({ dialect, body }))).toEqual({
        body: text,
        headers: { 'content-type': type },
      })
  })

  it('paths reach into data that a publisher sent as a JSON string', () => {
    const body: Transform = { form: 'JSONPATH', path: '$.data.a' }
    expect(encode({ ...own, data: '{"a":"deep"}' }, target({ body })).body).toBe('deep')
  })

  it('a content type of its own', () => {
    const { headers } = encode(meeting, target({ contentType: 'application/x-meeting' }))
    expect(headers).toEqual({ 'content-type': 'application/x-meeting' })
  })
})
