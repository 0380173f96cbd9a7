import { Refusal, type User } from '@parley/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '#http/caller.ts'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { presentLogin, presentStanding } from '../present/login-answer.ts'
import { LOGIN_ERRORS, loginBody, validateBody } from '../schema/login.ts'
import { read } from '../schema/read.ts'
import type { Tokens } from '../tokens.ts'
import { answerErrors, headerOf, send, sendOk } from './http.ts'

export type LoginParts = Pick<HuaweiParts, 'directory' | 'throttles' | 'log' | 'publicUrl'> & {
  tokens: Tokens
}

/** [HW] 3.1: login by password, and the life of its tokens. */
export async function loginRoutes(app: FastifyInstance, parts: LoginParts): Promise<void> {
  const { directory, tokens, log, publicUrl } = parts
  const host = new URL(publicUrl).hostname
  answerErrors(app, 'login', log)

  app.post('/v1/usg/acs/auth/account', async (request, reply) => {
    const credentials = basicOf(request)
    const { account, clientType, createTokenType } = read(loginBody, request.body, LOGIN_ERRORS)
    if (account.toLowerCase() !== credentials.account.toLowerCase()) throw new WireError('USG.206010000')
    const user = await verify(credentials, request, parts)
    const context = { clientType, address: request.ip, host }
    if (createTokenType) return send(reply, presentStanding(user, context))
    return send(reply, presentLogin(await tokens.login({ userId: user.id, clientType }), user, context))
  })

  app.put('/v1/usg/acs/token', async (request, reply) => {
    const renewed = await tokens.renew(shownToken(request))
    const user = renewed && (await directory.byId(renewed.userId))
    if (!renewed || !isUsable(user)) throw new WireError('USG.000000004')
    return send(
      reply,
      presentLogin(renewed.pair, user, { clientType: renewed.clientType, address: request.ip, host }),
    )
  })

  app.delete('/v1/usg/acs/token', async (request, reply) => {
    if (!(await tokens.drop(shownToken(request)))) throw new WireError('USG.000000004')
    return sendOk(reply)
  })

  for (const version of ['v1', 'v2']) {
    app.post(`/${version}/usg/acs/token/validate`, async (request, reply) => {
      const { token, needGenNewToken, needAccountInfo } = read(validateBody, request.body, LOGIN_ERRORS)
      const known = await tokens.readAccess(token)
      const user = known && (await directory.byId(known.userId))
      if (!known || !isUsable(user)) throw new WireError('USG.000000004')
      const renewed = needGenNewToken ? await tokens.renew(token) : null
      const context = { clientType: known.clientType, address: request.ip, host }
      return send(
        reply,
        presentLogin(renewed?.pair ?? { access: known }, needAccountInfo ? user : null, context),
      )
    })
  }
}

async function verify(
  { account, password }: Credentials,
  request: FastifyRequest,
  { directory, throttles }: LoginParts,
): Promise<User> {
  const { address } = callerOf(request)
  const key = account.toLowerCase()
  const user = await throttles.attempt('login-address', address, () =>
    tellingBlocked(
      throttles.attempt('login-account', key, async () => {
        const found = await directory.verify(account, password)
        return found?.status === 'deleted' ? null : found
      }),
    ),
  )
  if (!user) throw new WireError('USG.206010000')
  throttles.ok('login-account', key)
  if (user.status === 'disabled') throw new WireError('USG.206010007')
  return user
}

/** The account is what is locked, not the caller. */
async function tellingBlocked<T>(tried: Promise<T>): Promise<T> {
  try {
    return await tried
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too-many')
      throw new Refusal('account-blocked', error.message, error.details)
    throw error
  }
}

type Credentials = { account: string; password: string }

/** The first colon divides: passwords may hold more ([HW] 6.2). */
function basicOf(request: FastifyRequest): Credentials {
  const shown = headerOf(request, 'authorization')
  if (shown === undefined) throw new WireError('MMC.112100029')
  const encoded = /^basic\s+(\S+)$/i.exec(shown)?.[1]
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 1) throw new WireError('USG.206010000')
  return { account: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}

function shownToken(request: FastifyRequest): string {
  const token = headerOf(request, 'x-access-token')
  if (token === undefined) throw new WireError('USG.000000004')
  return token
}

function isUsable(user: User | null): user is User {
  return user?.status === 'normal'
}
