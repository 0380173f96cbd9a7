import {
  type ConferenceId,
  createConferences,
  DEFAULT_POLICIES,
  EVENT_TYPES,
  HOME_TENANT,
  isSiteEntry,
  type LogEntry,
  OWN_BUS,
  outsideData,
  type PushEvent,
  Refusal,
  type Request,
  refuse,
  SITE_EVENT_TYPES,
  schedule,
  type UserId,
} from '@parley/core'
import {
  createMemoryBus,
  createMemoryConferenceStore,
  createMemoryPushStore,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import type { z } from 'zod'
import { createHttp } from '#http/create-http.ts'
import type { ApiParts } from '../parts.ts'
import { apiRoutes } from '../routes.ts'

export const KEY = 'parley_test-key'

/** The API over ports in memory, behind the real HTTP server. */
export async function house() {
  const faults: unknown[] = []
  const onError = (error: unknown): void => void faults.push(error)
  const clock = new FakeClock()
  const ids = createSequentialIds()
  const secrets = createTestSecrets()
  const store = createMemoryConferenceStore()
  const pushStore = createMemoryPushStore({ log: store })
  const bus = createMemoryBus(onError)
  const conferences = createConferences({
    store,
    bus,
    clock,
    ids,
    policies: DEFAULT_POLICIES,
    tenantId: HOME_TENANT,
    onError,
  })
  let woken = 0
  let replaying = 0
  const app = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as Parameters<typeof createHttp>[0]['config'],
    log: pino({ level: 'silent' }),
    tls: null,
  })
  onTestFinished(() => app.close())
  const parts: ApiParts = {
    conferences,
    store,
    eventLog: store,
    bus,
    pushStore,
    secrets,
    ids,
    clock,
    courier: {
      async check(url: string) {
        if (url.includes('private')) throw new Refusal('invalid', 'no', { path: '/url', rule: 'no' })
        return url.includes('typo') ? ['the host cannot be found now'] : []
      },
      async verify(url: string) {
        const allowed = url.includes('receiver')
        return { allowed, ratePerMinute: null, status: 200, why: allowed ? null : 'it says nothing of us' }
      },
    },
    matcher: { run: async () => void (await pushStore.rulesVersion()) },
    worker: {
      wake() {
        woken += 1
      },
    },
    replayer: {
      async run() {
        replaying += 1
      },
    },
    erasure: {
      async erase(person, record) {
        if (person.is === 'user') refuse('conflict', 'the person is in a meeting')
        const counts = { events: 3, deliveries: 2 }
        await store.record([record(counts)])
        return { ...counts, conferenceIds: ['123456789' as ConferenceId] }
      },
    },
    outside,
    encode: (event) => ({
      body: JSON.stringify({ id: event.id, type: event.type, data: event.data }),
      headers: { 'content-type': 'application/cloudevents+json' },
    }),
    patternOptions: (bus) => (bus === OWN_BUS ? { types: OWN_TYPES } : { extensions: 'any' }),
    log: { error: onError } as never,
    verifyApiKey: async (token: string) => (token === KEY ? { keyId: 'k', name: 'key' } : null),
    publicUrl: 'https://meet.example.org',
    version: '1.2.3',
  }
  await app.register(apiRoutes, parts)

  const ann = { id: ids.userId(), name: 'Ann', account: 'ann', number: '1000001' }
  const book = async (title = 'weekly'): Promise<ConferenceId> => {
    const answer = await schedule(
      {
        actor: user(ann.id),
        via: 'rpc',
        title,
        start: null,
        minutes: 60,
        owner: ann,
        invited: [],
        settings: {},
        passwords: {} as never,
      },
      { conferences, ids, secrets },
    )
    return answer.conferenceId
  }
  const lock = (conferenceId: ConferenceId, locked: boolean) =>
    conferences.execute({
      type: 'ChangeSettings',
      params: { changes: { locked } },
      id: ids.commandId(),
      conferenceId,
      actor: user(ann.id),
      via: 'rpc',
    } as Request)
  const call = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${KEY}`, ...headers },
      ...(body === undefined ? {} : { payload: body as InjectOptions['payload'] & {} }),
    })
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body ? response.json() : null,
    }
  }
  return {
    app,
    parts,
    call,
    book,
    lock,
    faults,
    clock,
    ids,
    secrets,
    store,
    pushStore,
    bus,
    onError,
    woken: () => woken,
    replaying: () => replaying,
  }
}

function user(userId: UserId) {
  return {
    is: 'user' as const,
    userId,
    tenantId: HOME_TENANT,
    name: 'Ann',
    account: 'ann',
    number: '1000001',
    admin: false,
  }
}

/** The answer is what the document says it is, and nothing beside. */
export function follows(operation: { answer: { schema: z.ZodType | null } }, body: unknown): void {
  const schema = operation.answer.schema
  expect(schema?.parse(body)).toEqual(body)
}

const OWN_TYPES = [...EVENT_TYPES, ...SITE_EVENT_TYPES].map((type) => `io.parley.${type}.v1`)

/** Every entry on our own bus, and what was put on the bus it was put on. */
function outside(bus: string, entry: LogEntry): PushEvent | null {
  const { id, time, type, conferenceId } = entry
  const data = outsideData(entry)
  const orderKey = conferenceId
  if (bus === OWN_BUS)
    return {
      id,
      source: 'urn:parley',
      type: `io.parley.${type}.v1`,
      subject: `meetings/${conferenceId}`,
      time,
      data,
      orderKey,
    }
  if (!isSiteEntry(entry) || entry.type !== 'EventPut' || entry.data.bus !== bus) return null
  const { event } = entry.data
  return { id: event.id, source: event.source, type: event.type, time, data: event.data, orderKey: null }
}

export const newTarget = { name: 'hook', url: 'https://receiver.example/hook' }
export const newRule = {
  name: 'all-meetings',
  pattern: { source: ['urn:parley'], type: [{ prefix: 'io.parley.' }] },
  targets: [newTarget],
}
