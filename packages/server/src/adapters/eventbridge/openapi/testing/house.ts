import type { AddressInfo } from 'node:net'
import Client, { Config } from '@alicloud/eventbridge'
import { HOME_TENANT, type LogEntry, MEETING_BUS, type PushEvent, Refusal } from '@parley/core'
import {
  createMemoryConferenceStore,
  createMemoryPushStore,
  createMemoryTickets,
  createSequentialIds,
  createTestSecrets,
  FakeClock,
} from '@parley/core/memory'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createHttp } from '#http/create-http.ts'
import { ALIASES } from '../../aliases.ts'
import { createPresent } from '../../present.ts'
import { DEFAULT_EVENTBRIDGE_SETTINGS } from '../../settings.ts'
import { openApiRoutes } from '../routes.ts'

export const ACCESS_KEY = { id: 'test-key-id', secret: 'a secret of the tests' }

/** The API over ports in memory, behind the real HTTP server on a free port; the unmodified SDK is its client. */
export async function house() {
  const faults: unknown[] = []
  // The SDK dates its requests itself.
  const clock = new FakeClock(Date.now())
  const eventLog = createMemoryConferenceStore()
  const pushStore = createMemoryPushStore({ log: eventLog })
  const told = { matcher: 0, worker: 0 }
  const parts = {
    eventLog,
    pushStore,
    outside,
    encode: (event: PushEvent) => ({ body: JSON.stringify({ specversion: '1.0', ...event }), headers: {} }),
    patternOptions: () => ({ extensions: 'any' as const, aliases: ALIASES }),
    courier: {
      async check(url: string) {
        if (url.includes('private')) throw new Refusal('invalid', 'this address is private', { path: '/url' })
        return []
      },
    },
    matcher: {
      async run() {
        told.matcher += 1
      },
    },
    worker: {
      wake() {
        told.worker += 1
      },
    },
    accessKey: ACCESS_KEY,
    secrets: createTestSecrets(),
    tickets: createMemoryTickets(),
    ids: createSequentialIds(),
    clock,
    tenantId: HOME_TENANT,
    eventSettings: { region: 'cn-hangzhou', accountId: null },
    log: { error: (fault: unknown) => void faults.push(fault) } as never,
  }
  const app = createHttp({
    config: { PARLEY_TRUST_PROXY: false } as Parameters<typeof createHttp>[0]['config'],
    log: pino({ level: 'silent' }),
    tls: null,
  })
  onTestFinished(() => app.close())
  await app.register(openApiRoutes, parts)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    ...parts,
    app,
    told,
    faults,
    url: `http://127.0.0.1:${port}`,
    sdk: (changed: Record<string, string> = {}) => sdkFor(`127.0.0.1:${port}`, changed),
  }
}

export function sdkFor(endpoint: string, changed: Record<string, string> = {}) {
  return new Client(
    new Config({
      endpoint,
      protocol: 'http',
      accessKeyId: ACCESS_KEY.id,
      accessKeySecret: ACCESS_KEY.secret,
      ...changed,
    }),
  )
}

const present = createPresent(DEFAULT_EVENTBRIDGE_SETTINGS)

/** Meetings on the bus of meetings, and what putEvents brought. */
function outside(bus: string, entry: LogEntry): PushEvent | null {
  if (entry.type !== 'EventPut') return bus === MEETING_BUS ? present(entry) : null
  if (entry.data.bus !== bus) return null
  const { time: timeText, data_base64: _, ...event } = entry.data.event
  return { ...event, time: entry.time, ...(timeText === undefined ? {} : { timeText }), orderKey: null }
}

/** What the SDK throws for an error answer. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; data: unknown }> {
  try {
    await call
  } catch (error) {
    return error as { code: string; message: string; data: unknown }
  }
  throw new Error('it was not refused')
}
