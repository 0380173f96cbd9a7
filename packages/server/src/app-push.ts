import {
  type Bus,
  type Clock,
  createCalendar,
  createDeliveryWorker,
  createMatcher,
  createReplayer,
  HOME_TENANT,
  HOOK_BUS,
  type Ids,
  MEETING_BUS,
  OWN_BUS,
  type PatternOptions,
  type Probe,
  parsePattern,
  type Secrets,
  startStatistics,
} from '@parley/core'
import { EVENT_CATALOGUE } from '@parley/protocol'
import { createPresentOwn, OWN_EXTENSIONS } from './adapters/catalogue/index.ts'
import {
  ALIASES,
  createPresent,
  DEFAULT_EVENTBRIDGE_SETTINGS,
  EXTENSIONS,
} from './adapters/eventbridge/index.ts'
import { presentHook } from './adapters/huawei/index.ts'
import type { Config } from './config/read-config.ts'
import { createCourier, createRequester, createSigningKeys } from './drivers/push-http/index.ts'
import type { Store } from './drivers/store-sql/index.ts'
import { createEncode } from './push/encode.ts'
import { createOutside, createTellers } from './push/outside.ts'
import { watchPush } from './push/watch-push.ts'
import type { Metrics } from './telemetry/metrics.ts'
import { VERSION } from './version.ts'

type Parts = {
  config: Config
  store: Store
  bus: Bus
  clock: Clock
  ids: Ids
  secrets: Secrets
  metrics: Metrics
  publicUrl: string
  onError: (error: unknown, context: { stage: string }) => void
  probe?: Probe
}

/** Puts event push together: what is told where, matched, owed, sent, and counted once a day. */
export async function createPush(parts: Parts) {
  const { config, store, bus, clock, ids, secrets, metrics, publicUrl, onError } = parts
  const { push: pushStore, log, keyring } = store
  const probe = parts.probe ? { probe: parts.probe } : {}
  const eventSettings = {
    ...DEFAULT_EVENTBRIDGE_SETTINGS,
    region: config.PARLEY_EVENT_REGION,
    timeZone: config.PARLEY_EVENT_TIME_ZONE,
    actions: config.PARLEY_EVENT_ACTIONS,
  }
  const tell = createTellers({
    [MEETING_BUS]: createPresent(eventSettings),
    [OWN_BUS]: createPresentOwn({ publicUrl }),
    [HOOK_BUS]: presentHook,
  })
  const encode = createEncode(eventSettings)
  const patternOptions = createPatternOptions({
    length: config.PARLEY_PATTERN_LENGTH,
    operatorsPerField: config.PARLEY_PATTERN_OPERATORS,
  })
  const readPattern = (text: string, name: string) =>
    parsePattern(text, { ...patternOptions(name), limits: KEPT }).pattern

  /** Host and port, as receivers of pushes know this server. */
  const origin = new URL(publicUrl).host
  const courier = createCourier({ allow: config.PARLEY_PUSH_ALLOW, origin })
  const signingKeys = await createSigningKeys({ keyring, secrets, publicUrl, now: clock.now() })
  const prepare = createRequester({ version: VERSION, origin, secrets, signingKey: signingKeys.current })
  const watch = watchPush(metrics, { pushStore, log, clock })

  const worker = createDeliveryWorker({
    name: ids.random(12, 'abcdefghijklmnopqrstuvwxyz'),
    pushStore,
    log,
    tell,
    courier,
    prepare,
    clock,
    ids,
    chance: Math.random,
    onError,
    onAttempt: watch.attempt,
    onRecorded: () => void matcher.run(),
    breathe,
    ...probe,
  })
  const matcher = createMatcher({
    log,
    pushStore,
    bus,
    clock,
    ids,
    tell,
    readPattern,
    encode,
    onDeliveries: (targets) => worker.wake(targets),
    onError,
    breathe,
    ...probe,
  })
  const replayer = createReplayer({
    log,
    pushStore,
    clock,
    ids,
    tell,
    readPattern,
    encode,
    onDeliveries: (targets) => worker.wake(targets),
    onError,
    breathe,
  })
  const statistics = startStatistics({
    log,
    keyring,
    secrets,
    clock,
    ids,
    calendar: createCalendar(config.PARLEY_EVENT_TIME_ZONE),
    tenants: async () => [HOME_TENANT],
    onRecorded: () => void matcher.run(),
    onError,
  })

  return {
    /** What the doors to event push share. */
    shared: {
      pushStore,
      eventLog: log,
      bus,
      courier,
      prepare,
      encode,
      matcher,
      worker,
      replayer,
      outside: createOutside(tell),
      patternOptions,
    },
    eventSettings,
    certificate: signingKeys.certificate,
    /** Lets every attempt under way end. */
    async stop(): Promise<void> {
      await Promise.all([statistics.stop(), replayer.stop(), matcher.stop(), worker.stop()])
      await courier.close()
    },
  }
}

/** SQLite answers at once: loops over it would keep sockets and timers waiting for as long as there is something to do. */
const breathe = (): Promise<void> => new Promise((done) => setImmediate(done))

const typesOn = (bus: string): string[] =>
  EVENT_CATALOGUE.flatMap((entry) => (entry.bus === bus ? [entry.type] : []))

/** A rule that was taken is read under any setting of later: it would fall silent. */
const KEPT = { length: Number.POSITIVE_INFINITY, operatorsPerField: Number.POSITIVE_INFINITY }

/** How patterns of a bus are read that somebody sends. */
function createPatternOptions(limits: PatternOptions['limits']): (bus: string) => PatternOptions {
  const known: Record<string, PatternOptions> = {
    [MEETING_BUS]: { extensions: EXTENSIONS, aliases: ALIASES, types: typesOn(MEETING_BUS), limits },
    [OWN_BUS]: { extensions: OWN_EXTENSIONS, types: typesOn(OWN_BUS), limits },
  }
  const foreign: PatternOptions = { extensions: 'any', aliases: ALIASES, limits }
  return (bus) => known[bus] ?? foreign
}
