import {
  type CommandId,
  type EventId,
  HOME_TENANT,
  type LogEntry,
  type PushEvent,
  SITE,
  type SiteEventData,
} from '@parley/core'
import { describe, expect, it } from 'vitest'
import { createOutside, createTellers } from './outside.ts'

const event = (id: string): PushEvent => ({ id, source: 's', type: 't', time: 1, orderKey: null })

function put(data: SiteEventData['EventPut']): LogEntry {
  return {
    id: 'own' as EventId,
    position: 1,
    conferenceId: SITE,
    runId: null,
    revision: 1,
    time: 5_000,
    actor: { is: 'key', id: 'k', name: 'key' },
    via: 'api',
    cause: 'c' as CommandId,
    part: 0,
    tenantId: HOME_TENANT,
    title: '',
    schema: 1,
    traceparent: null,
    type: 'EventPut',
    data,
  }
}

describe('what the outside is told', () => {
  const outside = createOutside(
    createTellers({
      a: () => event('on a'),
      b: () => null,
      c: () => {
        throw new Error('a fault')
      },
    }),
  )

  it('is asked of the bus in question; a fault of another one does no harm', () => {
    const entry = put({ bus: 'mine', why: 'published', event: { id: 'x', source: 's', type: 't' } })
    expect(outside('a', entry)?.id).toBe('on a')
    expect(outside('b', entry)).toBeNull()
    expect(outside('c', entry)).toBeNull()
    expect(outside('mine', entry)?.id).toBe('x')
    expect(outside('other', entry)).toBeNull()
  })

  it('gives a foreign event as it was sent, in order with its meeting', () => {
    const given = {
      id: 'x',
      source: 'erp',
      type: 't',
      time: '2026-09-21T22:13:20.5+08:00',
      extensions: { tenant: 7 },
      data: { meetingUUID: 'hz-1' },
    }
    expect(outside('mine', put({ bus: 'mine', why: 'published', event: given }))).toEqual({
      id: 'x',
      source: 'erp',
      type: 't',
      time: Date.parse('2026-09-21T14:13:20.500Z'),
      timeText: '2026-09-21T22:13:20.5+08:00',
      extensions: { tenant: 7 },
      data: { meetingUUID: 'hz-1' },
      orderKey: 'hz-1',
    })
  })

  it('takes the time of recording for an event that names none', () => {
    const bytes = { id: 'x', source: 's', type: 't', data_base64: 'AAEC' }
    expect(outside('mine', put({ bus: 'mine', why: 'published', event: bytes }))).toMatchObject({
      time: 5_000,
      dataBase64: 'AAEC',
      orderKey: null,
    })
  })
})
