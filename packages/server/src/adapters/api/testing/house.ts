import {
  type ConferenceId,
  createConferences,
  DEFAULT_POLICIES,
  HOME_TENANT,
  Refusal,
  type Request,
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
  const pushStore = createMemoryPushStore()
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
  const app = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as Parameters<typeof createHttp>[0]['config'],
    log: pino({ level: 'silent' }),
    tls: null,
  })
  onTestFinished(() => app.close())
  const parts = {
    conferences,
    store,
    pushStore,
    secrets,
    ids,
    clock,
    courier: {
      async check(url: string) {
        if (url.includes('private')) throw new Refusal('invalid', 'no', { path: '/target/url', rule: 'no' })
        return url.includes('typo') ? ['the host cannot be found now'] : []
      },
    },
    matcher: { run: async () => void (await pushStore.rulesVersion()) },
    worker: {
      wake() {
        woken += 1
      },
    },
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
      params: { locked },
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

export const newRule = {
  name: 'all-meetings',
  pattern: { source: ['acs.aliyuncvc'], type: [{ prefix: 'aliyuncvc:MeetingEvent:' }] },
  target: { type: 'http', url: 'https://receiver.example/hook' },
}
