import type { Answer, Command, CommandType, Conference, ParticipantId } from '@parley/core'
import { insiders, Refusal } from '@parley/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { presentRealTime } from '../present/real-time-info.ts'
import {
  CONTROL_BODY_ERRORS,
  CONTROL_QUERY_ERRORS,
  durationBody,
  hangUpBody,
  lockBody,
  muteAllBody,
  muteOneBody,
  nameBody,
  participantQuery,
} from '../schema/control.ts'
import { conferenceQuery } from '../schema/management.ts'
import { read } from '../schema/read.ts'
import type { Grant } from '../tokens.ts'
import { actorOf, type Controls, grantFor } from './grant.ts'
import { answerErrors, headerOf, send, sendOk } from './http.ts'

export type ControlParts = Controls & Pick<HuaweiParts, 'ids' | 'log'>

const CONTROL = '/v1/mmc/control/conferences'

type Call = { request: FastifyRequest; grant: Grant; conference: Conference }

/** [HW] 3.5: what a control token does to a running conference. Every call: token, schema, one command, "ok". */
export async function controlRoutes(app: FastifyInstance, parts: ControlParts): Promise<void> {
  answerErrors(app, 'control', parts.log)

  app.get(`${CONTROL}/realTimeInfo`, async (request, reply) => {
    const { grant, conference } = await call(request)
    const eyes = grant.level === 'host' ? 'host' : grant.userId ? 'account' : 'guest'
    return send(reply, presentRealTime(conference, eyes))
  })

  steer('POST', '/participants/delete', ({ request }) => {
    const { bulkHangUpParticipants } = bodyOf(request, hangUpBody)
    return { type: 'Remove', params: { ids: bulkHangUpParticipants as ParticipantId[], ban: false } }
  })

  steer('PUT', '/participants/mute', ({ request }) => {
    const ids = [participantOf(request)]
    return { type: bodyOf(request, muteOneBody).isMute ? 'Mute' : 'Unmute', params: { ids } }
  })

  steer('PUT', '/mute', ({ request }) => {
    const { isMute, allowUnmuteByOneself } = bodyOf(request, muteAllBody)
    return isMute
      ? { type: 'MuteAll', params: { mayUnmute: allowUnmuteByOneself } }
      : { type: 'UnmuteAll', params: {} }
  })

  steer('PUT', '/lock', ({ request }) => {
    return { type: 'ChangeSettings', params: { locked: bodyOf(request, lockBody).isLock } }
  })

  steer('PUT', '/participants/name', ({ request, conference }) => {
    const { number, newName, participantID } = bodyOf(request, nameBody)
    const id = participantID || insiders(conference).find(({ who }) => who.number === number)?.id
    if (!id) throw new Refusal('no-participant')
    return { type: 'Rename', params: { id: id as ParticipantId, name: newName } }
  })

  steer('PUT', '/stop', () => ({ type: 'EndRun', params: {} }))

  const prolong = ({ request }: Call): Command => {
    const { auto, duration } = bodyOf(request, durationBody)
    if (auto) throw new Refusal('unsupported')
    return { type: 'ProlongRun', params: { minutes: duration } }
  }
  steer('PUT', '/duration', prolong)
  // One client calls it here ([HW] 3.5).
  steer('PUT', '/v1/mmc/management/conference/duration', prolong)

  /** A call that is one command and answers "ok". */
  function steer(
    method: 'POST' | 'PUT',
    path: string,
    toCommand: (call: Call) => Command<CommandType>,
  ): void {
    app.route({
      method,
      url: path.startsWith('/v1/') ? path : CONTROL + path,
      handler: async (request, reply) => {
        const one = await call(request)
        const answer = await parts.conferences.execute({
          ...toCommand(one),
          id: parts.ids.commandId(),
          conferenceId: one.conference.id,
          actor: actorOf(one.grant),
          via: 'rest',
        })
        refuseIfNothingDone(answer)
        return sendOk(reply)
      },
    })
  }

  async function call(request: FastifyRequest): Promise<Call> {
    const { conferenceID } = read(conferenceQuery, request.query, CONTROL_QUERY_ERRORS)
    const shown = headerOf(request, 'x-conference-authorization')
    if (shown === undefined) throw new WireError('MMC.112100029')
    const { grant, conference } = await grantFor(conferenceID, shown, parts)
    return { request, grant, conference }
  }
}

function bodyOf<Schema extends z.ZodType>({ body }: FastifyRequest, schema: Schema): z.infer<Schema> {
  if (body === undefined || body === null) throw new WireError('MMC.111072057')
  return read(schema, body, CONTROL_BODY_ERRORS)
}

function participantOf(request: FastifyRequest): ParticipantId {
  return read(participantQuery, request.query, CONTROL_QUERY_ERRORS).participantID as ParticipantId
}

/** The wire has one answer for many people: "ok" when somebody was reached, else the first refusal. */
function refuseIfNothingDone({ results = [] }: Answer): void {
  const [first] = results
  if (first?.refused && results.every(({ refused }) => refused)) throw new Refusal(first.refused)
}
