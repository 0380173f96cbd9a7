import type { Conference } from '@parley/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '#http/caller.ts'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { SENT_TYPES } from '../present/envelope.ts'
import { receiveConferenceId } from '../receive/conference-id.ts'
import { CONTROL_QUERY_ERRORS } from '../schema/control.ts'
import { conferenceQuery } from '../schema/management.ts'
import { read } from '../schema/read.ts'
import { CONTROL_LIFE_MS, type Grant, type Issued, type Tokens } from '../tokens.ts'
import { accountOf } from './caller.ts'
import { checkDoor } from './check-door.ts'
import { type Controls, grantFor } from './grant.ts'
import { answerErrors, headerOf, send } from './http.ts'
import { missPassword, provePassword } from './prove-password.ts'
import { CONTROL } from './steer.ts'

export type ControlTokenParts = Controls &
  Pick<HuaweiParts, 'access' | 'directory' | 'throttles' | 'log' | 'publicUrl'> & { tokens: Tokens }

/** [HW] 1.3: from a meeting password to a control token, from that to a ws token. */
export async function controlTokenRoutes(app: FastifyInstance, parts: ControlTokenParts): Promise<void> {
  const { conferences, tokens, directory, log } = parts
  answerErrors(app, 'control', log)

  app.get(`${CONTROL}/token`, async (request, reply) => {
    const { conferenceID } = read(conferenceQuery, request.query, CONTROL_QUERY_ERRORS)
    const kept = await keepAlive(conferenceID, request)
    if (kept) return send(reply, await present(kept.conference, kept.grant, kept.issued))
    const { conference, grant } = await authenticate(conferenceID, request)
    return send(reply, await present(conference, grant, await tokens.issueControl(grant)))
  })

  const wsToken = async (request: FastifyRequest) => {
    const { conferenceID } = read(conferenceQuery, request.query, CONTROL_QUERY_ERRORS)
    const { grant } = await grantFor(conferenceID, shownOf(request, 'x-conference-authorization'), parts)
    return { webSocketToken: (await tokens.issueWs(grant)).token }
  }
  // The document's table says GET, its sample PUT.
  app.get(`${CONTROL}/wsToken`, async (request, reply) => send(reply, await wsToken(request)))
  app.put(`${CONTROL}/wsToken`, async (request, reply) => send(reply, await wsToken(request)))

  app.get<{ Params: { confID: string } }>(
    '/cms/open/rest/confctl/:confID/wstoken',
    async (request, reply) => {
      const shown = shownOf(request, 'conference-authorization', 'x-conference-authorization')
      const { grant } = await grantFor(request.params.confID, shown, parts)
      return send(reply, { returnCode: 0, data: { webSocketToken: (await tokens.issueWs(grant)).token } })
    },
  )

  /** With a control token that still works no password is looked at. */
  async function keepAlive(conferenceId: string, request: FastifyRequest) {
    const shown = headerOf(request, 'x-conference-authorization')
    if (shown === undefined) return null
    try {
      const { conference, grant, token } = await grantFor(conferenceId, shown, parts)
      return { conference, grant, issued: await tokens.extendControl(token) }
    } catch (error) {
      if (error instanceof WireError && passwordOf(request) !== undefined) return null
      throw error
    }
  }

  async function authenticate(
    conferenceId: string,
    request: FastifyRequest,
  ): Promise<{ conference: Conference; grant: Grant }> {
    const password = passwordOf(request)
    if (password === undefined) throw new WireError('MMC.112100029')
    const { address } = callerOf(request)
    const id = receiveConferenceId(conferenceId)
    const conference = id && (await conferences.state(id))
    if (!conference) {
      missPassword(conferenceId.slice(0, 32), address, parts)
      throw new WireError('MMC.111072065')
    }
    const proof = provePassword(conference, password, address, parts)
    if (proof !== 'host' && proof !== 'guest') throw new WireError('MMC.111072065')
    if (conference.state === 'scheduled') throw new WireError('MMC.111072005')
    if (conference.state === 'closed') throw new WireError('MMC.111072006')
    // A token tied to a login acts for that person; a stale access token is as good as none ([HW] 0.2).
    const user = await accountOf(request, { tokens, directory })
    if (proof === 'guest') checkDoor(conference, user)
    const grant: Grant = {
      conferenceId: conference.id,
      runId: conference.run.id,
      level: proof === 'host' ? 'host' : 'general',
      userId: user?.id ?? null,
    }
    return { conference, grant }
  }

  async function present(conference: Conference, grant: Grant, { token, expiresAt }: Issued) {
    const { host, hostname, protocol } = new URL(parts.publicUrl)
    return {
      data: {
        token,
        tmpWsToken: (await tokens.issueWs(grant)).token,
        wsURL: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`,
        role: grant.level === 'host' ? 1 : 0,
        expireTime: expiresAt,
        confTokenExpireTime: CONTROL_LIFE_MS / 1000,
        userID: conference.owner.userId,
        orgID: conference.tenantId,
        participantID: '',
        vmrCurrentConfID: '',
        supportNotifyType: [...SENT_TYPES],
      },
      addressToken: '',
      // The wire's spelling.
      gloablPublicIP: hostname,
    }
  }
}

/** In a header; one client sends it in the query ([HW] 1.3). */
function passwordOf(request: FastifyRequest): string | undefined {
  const query = request.query as Record<string, string | string[] | undefined>
  const [, shown] = Object.entries(query).find(([name]) => name.toLowerCase() === 'x-password') ?? []
  return headerOf(request, 'x-password') ?? ((Array.isArray(shown) ? shown[0] : shown) || undefined)
}

function shownOf(request: FastifyRequest, ...names: string[]): string {
  for (const name of names) {
    const shown = headerOf(request, name)
    if (shown !== undefined) return shown
  }
  throw new WireError('MMC.112100029')
}
