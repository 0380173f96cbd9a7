import {
  type Command,
  type Conference,
  hasFloor,
  isInside,
  type ParticipantId,
  participantOf,
  personById,
  Refusal,
  type RefusalCode,
  refuse,
  standingOf,
} from '@parley/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { presentRefusal, type Spelling, WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { CONTROL_BODY_ERRORS, CONTROL_QUERY_ERRORS, participantQuery } from '../schema/control.ts'
import { conferenceQuery } from '../schema/management.ts'
import { type FieldErrors, read } from '../schema/read.ts'
import type { Grant } from '../tokens.ts'
import { actorOf, type Controls, grantFor } from './grant.ts'
import { headerOf, sendOk } from './http.ts'

export type SteerParts = Controls & Pick<HuaweiParts, 'ids' | 'directory'>

export const CONTROL = '/v1/mmc/control/conferences'

/** A control call whose token is good for the conference it names. */
export type Call = { request: FastifyRequest; grant: Grant; conference: Conference }

type Options = {
  /** Also for the token of somebody without the floor, on the participant it belongs to ([HW] 3.5, "Rights"). */
  own?: boolean
  /** Refusals that this call says in its own way. */
  spelling?: Spelling
}

/** Registers calls that are one command and answer "ok": token, rights, schema, command. */
export function createSteer(app: FastifyInstance, parts: SteerParts) {
  return function steer(
    method: 'POST' | 'PUT',
    path: string,
    toCommand: (call: Call) => Command | Promise<Command>,
    { own = false, spelling = {} }: Options = {},
  ): void {
    app.route({
      method,
      url: path.startsWith('/v1/') ? path : CONTROL + path,
      handler: async (request, reply) => {
        const call = await callOf(request, parts)
        const floor = hasFloor(standingOf(call.conference, actorOf(call.grant)))
        if (!floor && !own) throw new WireError('MMC.111072070')
        const command = await toCommand(call)
        if (!floor) requireOwn(call, namedBy(command))
        await execute(call, command, parts, spelling)
        return sendOk(reply)
      },
    })
  }
}

async function execute(
  { grant, conference }: Call,
  command: Command,
  { conferences, directory, ids }: SteerParts,
  spelling: Spelling,
): Promise<void> {
  const user = grant.userId && (await directory.byId(grant.userId))
  try {
    const { results, invitations } = await conferences.execute({
      ...command,
      id: ids.commandId(),
      conferenceId: conference.id,
      actor: actorOf(grant, user?.name),
      via: 'rest',
    })
    refuseIfNothingDone([
      ...(results ?? []),
      ...(invitations ?? []).map((one) => ('refused' in one ? one : {})),
    ])
  } catch (error) {
    throw error instanceof Refusal ? presentRefusal(error, 'control', spelling) : error
  }
}

export async function callOf(request: FastifyRequest, parts: Controls): Promise<Call> {
  const { conferenceID } = read(conferenceQuery, request.query, CONTROL_QUERY_ERRORS)
  const shown = headerOf(request, 'x-conference-authorization')
  if (shown === undefined) throw new WireError('MMC.112100029')
  const { grant, conference } = await grantFor(conferenceID, shown, parts)
  return { request, grant, conference }
}

export function bodyOf<Schema extends z.ZodType>(
  { body }: FastifyRequest,
  schema: Schema,
  errors: FieldErrors = CONTROL_BODY_ERRORS,
): z.infer<Schema> {
  if (body === undefined || body === null) throw new WireError('MMC.111072057')
  return read(schema, body, errors)
}

export function pidOf({ query }: FastifyRequest): ParticipantId {
  return read(participantQuery, query, CONTROL_QUERY_ERRORS).participantID as ParticipantId
}

function namedBy({ params }: Command): readonly ParticipantId[] {
  if ('ids' in params) return params.ids ?? []
  return 'id' in params && params.id ? [params.id as ParticipantId] : []
}

/** Nobody inside by that id is told apart from somebody else: names and ids may be read by everybody. */
function requireOwn({ conference, grant }: Call, ids: readonly ParticipantId[]): void {
  const mine = participantOf(conference, actorOf(grant))
  for (const id of ids) {
    const person = personById(conference, id)
    if (!person || !isInside(person)) refuse('no-participant')
    if (id !== mine) refuse('not-yours')
  }
}

/** The wire has one answer for many people: "ok" when somebody was reached, else the first refusal. */
function refuseIfNothingDone(results: readonly { refused?: RefusalCode }[]): void {
  const [first] = results
  if (first?.refused && results.every(({ refused }) => refused)) throw new Refusal(first.refused)
}
