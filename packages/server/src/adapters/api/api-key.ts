import { refuse } from '@parley/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiParts } from './parts.ts'

const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i

/** Lets pass who shows an API key (RFC 6750); everybody else is refused before the body is read. */
export function requireApiKey(verifyApiKey: ApiParts['verifyApiKey']) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
    if (token !== undefined && (await verifyApiKey(token))) return
    reply.header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
    refuse(
      'unauthenticated',
      token === undefined ? 'send `Authorization: Bearer <API key>`' : 'there is no such API key',
    )
  }
}
