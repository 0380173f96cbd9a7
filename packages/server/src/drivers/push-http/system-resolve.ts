import { lookup, Resolver } from 'node:dns/promises'
import { createHostsFile } from './hosts-file.ts'
import type { Resolve, ResolvedAddress } from './resolve-target.ts'

export type SystemResolveParts = {
  hostsFile?: string
  /** Name servers as `address:port`; those of the system otherwise. */
  servers?: readonly string[]
  /** The system's own way, which needs one of few threads until it answers. */
  lookup?: Resolve
}

/** Twice: about 3 s until a name server is given up. */
const QUERY = { timeout: 1_000, tries: 2 }
/** Some name servers never answer about IPv6. */
const OTHER_FAMILY_MS = 300
/** The system's list of name servers may change: networks do. */
const RESOLVER_MS = 60_000
/** There is no such name as far as name servers know, or there are none. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED'])
/** Of libuv's four threads, which files and cryptography need too. */
const LOOKUPS_AT_ONCE = 2
/** A name that the system could not find either is not asked about again for so long. */
const LOST_MS = 30_000
const MOST_LOST = 1_000

/**
 * Resolves names without letting some delay others. `dns.lookup` runs getaddrinfo on the process's four worker threads: four
 * names whose servers hang stop every other name, and all reading of files, for as long as they hang. So names are looked
 * for in the hosts file, then asked of the name servers over sockets of their own (c-ares), and only what these do not know
 * (search domains, mDNS) is left to `dns.lookup`, two at a time.
 */
export function createSystemResolve(parts: SystemResolveParts = {}): Resolve {
  const { hostsFile = '/etc/hosts', servers, lookup: systemLookup = lookupAll } = parts
  const inHostsFile = createHostsFile(hostsFile)
  const lastResort = createLastResort(systemLookup)
  const underway = new Map<string, Promise<ResolvedAddress[]>>()
  let resolver: Resolver | null = null
  let madeAt = 0

  function currentResolver(): Resolver {
    if (resolver && performance.now() - madeAt < RESOLVER_MS) return resolver
    madeAt = performance.now()
    resolver = new Resolver(QUERY)
    if (servers) resolver.setServers(servers)
    return resolver
  }

  async function find(host: string): Promise<ResolvedAddress[]> {
    const known = inHostsFile(host.replace(/\.$/, ''))
    if (known) return known
    const answers = await askBoth(currentResolver(), host)
    const addresses = answers.flatMap((answer) => answer.addresses ?? [])
    if (addresses.length > 0) return addresses
    const hanging = answers.find(({ error }) => !UNKNOWN.has(codeOf(error)))
    if (hanging) throw hanging.error
    return lastResort(host)
  }

  return (name) => {
    const host = name.toLowerCase()
    // Attempts that begin while a name is being asked for share the answer.
    const shared = underway.get(host)
    if (shared) return shared
    const finding = find(host).finally(() => underway.delete(host))
    underway.set(host, finding)
    return finding
  }
}

type Answer = { addresses?: ResolvedAddress[]; error?: unknown }

/** What was said of both families; when one has addresses, of the other what is said soon after. */
async function askBoth(resolver: Resolver, host: string): Promise<Answer[]> {
  const answers: Answer[] = []
  const ask = async (query: Promise<string[]>, family: 4 | 6): Promise<boolean> => {
    try {
      answers.push({ addresses: (await query).map((address) => ({ address, family })) })
      return true
    } catch (error) {
      answers.push({ error })
      return false
    }
  }
  const asked = [ask(resolver.resolve4(host), 4), ask(resolver.resolve6(host), 6)]
  let timer: NodeJS.Timeout | undefined
  const soon = new Promise<void>((resolve) => {
    const begin = (found: boolean): void => {
      if (found) timer ??= setTimeout(resolve, OTHER_FAMILY_MS)
    }
    for (const one of asked) void one.then(begin)
  })
  await Promise.race([Promise.all(asked), soon])
  clearTimeout(timer)
  return [...answers]
}

function createLastResort(systemLookup: Resolve): Resolve {
  const waiting: (() => void)[] = []
  const lost = new Map<string, { until: number; error: unknown }>()
  let running = 0

  function lose(host: string, error: unknown): void {
    lost.delete(host)
    lost.set(host, { until: performance.now() + LOST_MS, error })
    const [oldest] = lost.keys()
    if (lost.size > MOST_LOST && oldest !== undefined) lost.delete(oldest)
  }

  return async (host) => {
    const known = lost.get(host)
    if (known && known.until > performance.now()) throw known.error
    if (running < LOOKUPS_AT_ONCE) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await systemLookup(host)
    } catch (error) {
      lose(host, error)
      throw error
    } finally {
      // Its place goes to the next, if there is one.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

async function lookupAll(host: string): Promise<ResolvedAddress[]> {
  const found = await lookup(host, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
