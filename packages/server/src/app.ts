import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createAccess,
  createConferences,
  createFeed,
  createNetworks,
  createSpeakers,
  DAY,
  DEFAULT_POLICIES,
  HOME_TENANT,
  type Policies,
  type Probe,
  recoverPresence,
  SECOND,
  startTimers,
} from '@parley/core'
import { createMemoryBus } from '@parley/core/memory'
import { apiRoutes } from './adapters/api/index.ts'
import { certificateRoutes, openApiRoutes } from './adapters/eventbridge/index.ts'
import { createAdminCheck, createGzbSocket, gzbRoutes, LINK_PATH } from './adapters/gzb/index.ts'
import { createHooks, createHuaweiSocket, huaweiRoutes } from './adapters/huawei/index.ts'
import { createPush } from './app-push.ts'
import { type Config, ConfigError } from './config/read-config.ts'
import { createClock } from './drivers/node/clock.ts'
import { createIds } from './drivers/node/ids.ts'
import { createSecrets } from './drivers/node/secrets.ts'
import { holdAlone, openStore } from './drivers/store-sql/index.ts'
import { createAddressOf } from './http/caller.ts'
import { createHttp } from './http/create-http.ts'
import { portOr } from './http/free-port.ts'
import { healthRoutes } from './http/health.ts'
import { createPages } from './http/pages.ts'
import { createThrottles } from './http/throttles.ts'
import { tlsPair } from './http/tls.ts'
import { routeUpgrades } from './sockets/upgrade.ts'
import { ensureCredentials } from './start/credentials.ts'
import { ensureDemo } from './start/demo.ts'
import { createFirstSecrets } from './start/first-secrets.ts'
import type { Greeting } from './start/greeting.ts'
import { startSweeps } from './start/sweeps.ts'
import type { Log } from './telemetry/log.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { VERSION } from './version.ts'

export type App = {
  /** Opens the doors. */
  listen(): Promise<Greeting>
  /** Closes them, lets everything under way end, and lets go of the store. */
  close(): Promise<void>
}

export type AppParts = {
  log: Log
  isTerminal: boolean
  /** Called at named points; only tests that end the process there give one. */
  probe?: Probe
}

/** What the build of the pages made; the same distance from the source and from the bundle. */
const PAGES = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Puts the house together: the only place that knows every room. */
export async function createApp(config: Config, { log, isTerminal, probe }: AppParts): Promise<App> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const onError = (error: unknown, context: { stage: string }): void =>
    log.error({ err: error, ...context }, 'fault')
  const clock = createClock()
  const ids = createIds()
  const tls = await tlsPair(config)
  const port = await portOr(config.PARLEY_PORT, config.PARLEY_HOST)
  const publicUrl = config.PARLEY_PUBLIC_URL || localUrl(config, port)

  const letGo = config.PARLEY_DATABASE_URL === '' ? holdDataDir(config.dataDir) : null
  const store = await openStore(
    config.PARLEY_DATABASE_URL === ''
      ? { kind: 'sqlite', file: join(config.dataDir, 'parley.db') }
      : { kind: 'mysql', url: config.PARLEY_DATABASE_URL },
    { clock },
  )
  const { directory, guests, keyring, tickets } = store
  const secrets = await createSecrets(keyring)
  const firstSecrets = createFirstSecrets(config.dataDir)
  const credentials = await ensureCredentials({
    config,
    directory,
    keyring,
    secrets,
    ids,
    clock,
    firstSecrets,
  })
  // At once: the start may still fail, over a port that is taken for example, and only hashes are kept.
  firstSecrets.handOver(isTerminal, (line) => void process.stdout.write(`${line}\n`))

  const policies = policiesOf(config)
  const metrics = createMetrics()
  const bus = createMemoryBus(onError)
  const conferences = metrics.watch(
    createConferences({
      store: store.conferences,
      bus,
      clock,
      ids,
      policies,
      tenantId: HOME_TENANT,
      gather: setImmediate,
      onError,
      ...(probe ? { probe } : {}),
    }),
  )
  const feed = createFeed({ conferences, store: store.conferences, bus, onError })
  const access = createAccess({
    secrets,
    store: store.conferences,
    linkBase: `${publicUrl}${LINK_PATH}`,
  })
  const speakers = createSpeakers({ conferences, bus, clock, onError })
  const networks = createNetworks({ conferences, bus, clock, onError })
  const throttles = createThrottles({ clock, factor: config.PARLEY_THROTTLE_FACTOR })

  const push = await createPush({
    config,
    store,
    bus,
    clock,
    ids,
    secrets,
    metrics,
    publicUrl,
    onError,
    ...(probe ? { probe } : {}),
  })

  const http = createHttp({ config, log, tls })
  const pages = createPages(PAGES, {
    frameAncestors: config.PARLEY_FRAME_ANCESTORS,
    returnOrigins: config.PARLEY_RETURN_ORIGINS,
  })
  let draining = false
  const shared = {
    conferences,
    store: store.conferences,
    feed,
    access,
    directory,
    guests,
    tickets,
    keyring,
    secrets,
    ids,
    clock,
    throttles,
    log,
    policies,
    publicUrl,
    speakers,
  }
  const gzb = {
    ...shared,
    bus,
    networks,
    tenantId: HOME_TENANT,
    allowedOrigins: config.PARLEY_WS_ALLOWED_ORIGINS,
    iceServers: config.PARLEY_ICE_SERVERS,
    serverVersion: VERSION,
    nodeId: ids.random(8, 'abcdefghijklmnopqrstuvwxyz'),
    verifyApiKey: credentials.verifyApiKey,
    servePage: pages.serve,
    rateFactor: config.PARLEY_THROTTLE_FACTOR,
    acceptPlainLinks: config.PARLEY_LINK_ACCEPT_PLAIN,
  }
  const isAdmin = createAdminCheck(gzb)
  http.addHook('onResponse', (request, reply, done) => {
    metrics.http.inc({
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: reply.statusCode,
    })
    done()
  })
  await http.register(async (app) =>
    healthRoutes(app, { log: store.log, metrics, isDraining: () => draining }),
  )
  await http.register(async (app) => pages.routes(app))
  await http.register(gzbRoutes, gzb)
  await http.register(huaweiRoutes, { ...shared, hooks: createHooks({ ...shared, ...push.shared }) })
  await http.register(apiRoutes, {
    ...shared,
    ...push.shared,
    erasure: store.erasure,
    verifyApiKey: async (token) => (await credentials.verifyApiKey(token)) ?? (await isAdmin(token)),
    version: VERSION,
  })
  await http.register(openApiRoutes, {
    ...shared,
    ...push.shared,
    accessKey: credentials.accessKey,
    tenantId: HOME_TENANT,
    eventSettings: push.eventSettings,
  })
  await http.register(certificateRoutes, { certificate: push.certificate })

  const doors = [createGzbSocket(gzb), createHuaweiSocket(shared)]
  const stopUpgrades = routeUpgrades(http.server, doors, {
    onError,
    addressOf: createAddressOf(config.PARLEY_TRUST_PROXY),
  })
  await recoverPresence({ conferences, store: store.conferences, ids })
  const timers = startTimers({ conferences, store: store.conferences, bus, clock, ids, policies, onError })
  const sweeps = startSweeps({
    store,
    ids,
    clock,
    keep: {
      deliveredMs: config.PARLEY_KEEP_DELIVERIES_DAYS * DAY,
      exhaustedMs: config.PARLEY_KEEP_DEAD_LETTERS_DAYS * DAY,
    },
    onError,
  })

  return {
    async listen() {
      const demo =
        config.PARLEY_DEMO === 'on'
          ? await ensureDemo({ conferences, access, keyring, ids, secrets, clock, owner: credentials.admin })
          : null
      await http.listen({ port, host: config.PARLEY_HOST })
      log.info({ url: publicUrl, version: VERSION }, 'ready')
      return { url: publicUrl, demo }
    },
    async close() {
      draining = true
      stopUpgrades()
      await Promise.all(doors.map((door) => door.closeAll(1012, 'the server restarts')))
      await http.close()
      await Promise.all([timers.stop(), sweeps.stop(), push.stop()])
      await conferences.drain()
      await store.close()
      letGo?.()
    },
  }
}

/**
 * One server to a data folder: a second one, started by mistake, would take everybody inside for interrupted before it
 * failed over the port, and the first would not learn of what it wrote.
 */
function holdDataDir(dataDir: string): () => void {
  const letGo = holdAlone(join(dataDir, 'parley.lock'))
  if (!letGo) throw new ConfigError([`PARLEY_DATA_DIR: another Parley is running on ${dataDir}`])
  return letGo
}

function policiesOf(config: Config): Policies {
  const graceMs = config.PARLEY_CONF_GRACE_SECONDS * SECOND
  return {
    ...DEFAULT_POLICIES,
    graceMs,
    graceMediaMs: graceMs * 1.5,
    closingGraceMs: Math.min(DEFAULT_POLICIES.closingGraceMs, graceMs),
    meshPeople: config.PARLEY_MESH_MAX_MEMBERS,
    maxParticipants: config.PARLEY_CONF_MAX_MEMBERS,
  }
}

/** The address to print and to put into links when no public one is known. */
function localUrl(config: Config, port: number): string {
  const anywhere = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(config.PARLEY_HOST)
  const host = anywhere
    ? 'localhost'
    : config.PARLEY_HOST.includes(':')
      ? `[${config.PARLEY_HOST}]`
      : config.PARLEY_HOST
  return `${config.scheme}://${host}:${port}`
}
