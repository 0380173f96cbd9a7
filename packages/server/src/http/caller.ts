import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import type { TrustProxy } from '#config/trust-proxy.ts'

/** Who calls, for throttles and logs. Fastify has already applied `PARLEY_TRUST_PROXY` to `request.ip`. */
export function callerOf(request: FastifyRequest): { address: string } {
  return { address: throttleKey(request.ip) }
}

/** The same for a socket's upgrade request. */
export function createAddressOf(trustProxy: TrustProxy): (request: IncomingMessage) => string {
  const trust = trustFunction(trustProxy)
  return (request) => throttleKey(proxyAddr(request, trust))
}

/** In the form Fastify and the upgrade router both take. */
export function trustFunction(trustProxy: TrustProxy): (address: string, hop: number) => boolean {
  if (typeof trustProxy === 'boolean') return () => trustProxy
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  return proxyAddr.compile([...trustProxy])
}

/** IPv6 callers own a whole /64 and are counted by it; IPv4 in IPv6 clothes counts as IPv4. */
export function throttleKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
