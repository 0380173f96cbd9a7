import { WireError } from '../errors.ts'
import type { House } from '../house.ts'
import { HEARTBEAT } from '../live/heartbeat.ts'
import type { Handler } from '../rpc/call.ts'

/** [WC] 4.3: exactly the known ones of the keys asked for; values are text. */
export const configGetProperties: Handler<'config.getProperties'> = async (house, call, { keys }) => {
  if (!keys || keys.length === 0) throw new WireError(601, 'keys is missing', { field: 'keys' })
  const known = { ...forAll(house), ...(call.caller ? forCallers(house) : {}) }
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(known, key)).map((key) => [key, known[key] ?? '']),
  )
}

function forAll({ parts }: House): Record<string, string> {
  const { host, hostname, protocol } = new URL(parts.publicUrl)
  return {
    serverName: hostname,
    wsAddress: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/gzbwclient/websck`,
    apiVersion: '1',
    serverVersion: parts.serverVersion,
    heartbeatInterval: String(HEARTBEAT.interval),
    heartbeatTimeout: String(HEARTBEAT.timeout),
    features: 'guest,mesh',
  }
}

function forCallers({ parts }: House): Record<string, string> {
  return {
    // No gateway: pages speak to each other.
    webrtcAddress: '',
    maxMembers: String(parts.policies.maxParticipants),
    mediaDriver: 'mesh',
    // Those with a credential come with `conference.join` only.
    iceServers: JSON.stringify(parts.iceServers.filter(({ credential }) => credential === undefined)),
  }
}
