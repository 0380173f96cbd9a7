import { refuse } from '@parley/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './operation.ts'
import type { ApiParts } from './parts.ts'

const BEARER = /^Bearer +([\x21-\x7e]{1,4096})$/i

/** Lets pass who shows an API key (RFC 6750), and keeps whose it is; everybody else is refused before the body is read. */
export function createKeyGuard(verifyApiKey: ApiParts['verifyApiKey']) {
  const callers = new WeakMap<FastifyRequest, Caller>()
  return {
    async requireKey(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
      const caller = token === undefined ? null : await verifyApiKey(token)
      if (caller) return void callers.set(request, caller)
      reply.header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
      refuse(
        'unauthenticated',
        token === undefined ? 'send `Authorization: Bearer <API key>`' : 'there is no such API key',
      )
    },
    callerOf(request: FastifyRequest): Caller {
      return callers.get(request) ?? refuse('unauthenticated', 'send `Authorization: Bearer <API key>`')
    },
  }
}

export type KeyGuard = ReturnType<typeof createKeyGuard>
