import { isIP, type LookupFunction } from 'node:net'
import { buildConnector, Pool } from 'undici'
import type { ResolvedAddress } from './resolve-target.ts'

export type Pools = {
  /** A pool whose connections go to `addresses` and nowhere else, and which only parcels of `lane` use. */
  to(url: URL, addresses: readonly ResolvedAddress[], lane: string): Pool
  close(): Promise<void>
}

type Checked = { address: string; family: number }

/** Idle pools cost little, but a target that turns through addresses must not leave one behind for each. */
const MOST_POOLS = 2_048
/** Of one pool: as many as a target may be given at once, so undici never queues. */
const MOST_CONNECTIONS = 64

/**
 * Keep-alive connections, kept apart by lane, and by what their addresses were when they were checked. Proxies of the
 * environment are not used.
 */
export function createPools({ connectTimeoutMs }: { connectTimeoutMs: number }): Pools {
  const pools = new Map<string, Pool>()

  function open(url: URL, addresses: readonly Checked[]): Pool {
    return new Pool(url.origin, {
      connect: pinnedConnector(addresses, connectTimeoutMs),
      connections: MOST_CONNECTIONS,
      pipelining: 1,
      allowH2: false,
    })
  }

  function to(url: URL, addresses: readonly ResolvedAddress[], lane: string): Pool {
    const key = `${lane} ${url.origin} ${whereOf(addresses)}`
    const pool = pools.get(key) ?? open(url, addresses)
    // The most recently used is last.
    pools.delete(key)
    pools.set(key, pool)
    const [oldest] = pools
    if (pools.size > MOST_POOLS && oldest) {
      pools.delete(oldest[0])
      void oldest[1].close()
    }
    return pool
  }

  return {
    to,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
    },
  }
}

function whereOf(addresses: readonly Checked[]): string {
  const [only] = addresses
  if (only && addresses.length === 1) return only.address
  const all = addresses.map(({ address }) => address)
  return all.sort().join(' ')
}

/** Resolves nothing itself: a name leads to the checked addresses, so that it cannot mean another one a moment later. */
function pinnedConnector(addresses: readonly Checked[], timeout: number) {
  const lookup: LookupFunction = (_host, options, callback) => {
    const [first] = addresses
    if (options.all)
      callback(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      )
    else callback(null, first?.address ?? '', first?.family ?? 4)
  }
  const connect = buildConnector({
    timeout,
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1_000,
  })
  const expected = new Set(addresses.map(({ address }) => canonical(address)))
  return (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    connect(options, (error, socket) => {
      if (error || !socket) return callback(error ?? new Error('no connection'), null)
      if (expected.has(canonical(socket.remoteAddress ?? ''))) return callback(null, socket)
      socket.destroy()
      callback(new Error('connected to an address that was not checked'), null)
    })
  }
}

function canonical(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]/`).hostname : address
}
