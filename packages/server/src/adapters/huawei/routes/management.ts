import { type Conference, DAY, Refusal, refuse, schedule, type User, type UserId } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import { callerOf } from '#http/caller.ts'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { invitedOf, presentConference, presentInvited } from '../present/conference-info.ts'
import { findInvited, receiveBooking } from '../receive/booking.ts'
import { receiveConferenceId } from '../receive/conference-id.ts'
import {
  BODY_ERRORS,
  cancelQuery,
  detailQuery,
  listQuery,
  QUERY_ERRORS,
  startBody,
} from '../schema/management.ts'
import { read } from '../schema/read.ts'
import { SCHEDULE_CONF_ERRORS, scheduleConf } from '../schema/schedule-conf.ts'
import type { Tokens } from '../tokens.ts'
import { actorFor, requireAccount } from './caller.ts'
import { answerErrors, send, sendOk } from './http.ts'
import { provePassword } from './prove-password.ts'

export type ManagementParts = Pick<
  HuaweiParts,
  | 'conferences'
  | 'store'
  | 'access'
  | 'directory'
  | 'clock'
  | 'ids'
  | 'secrets'
  | 'policies'
  | 'throttles'
  | 'log'
  | 'publicUrl'
> & { tokens: Tokens }

const CONFERENCES = '/v1/mmc/management/conferences'

/** How far ahead each mode of the list looks. */
const MODES = { ADAY: DAY, AWEEK: 7 * DAY, AMONTH: 30 * DAY, ALL: null } as const

/** [HW] 3.2: book, list, look at, cancel and start conferences. */
export async function managementRoutes(app: FastifyInstance, parts: ManagementParts): Promise<void> {
  const { conferences, store, access, directory, clock, ids, policies, log, publicUrl } = parts
  answerErrors(app, 'management', log)

  const present = (conference: Conference, user: User) =>
    presentConference(conference, {
      books: booksFor(conference, user),
      passwords: access.passwords(conference),
      links: access.links(conference),
      cap: policies.maxParticipants,
    })

  app.post(CONFERENCES, async (request, reply) => {
    const user = await requireAccount(request, parts)
    if (request.body === undefined || request.body === null) throw new WireError('MMC.111071016')
    const conf = read(scheduleConf, request.body, SCHEDULE_CONF_ERRORS)
    const wanted = receiveBooking(conf, user, { now: clock.now(), cap: policies.maxParticipants })
    const invited = await findInvited(conf.attendees ?? [], directory)
    const booking = { ...wanted, actor: actorFor(user), via: 'rest' as const, owner: user, invited }
    const { conferenceId } = await schedule(booking, parts)
    return send(reply, [present(await conferences.get(conferenceId), user)])
  })

  app.put(CONFERENCES, async (request) => {
    await requireAccount(request, parts)
    throw new WireError('MMC.111072010')
  })

  app.delete(CONFERENCES, async (request, reply) => {
    const user = await requireAccount(request, parts)
    const { conferenceID, type } = read(cancelQuery, request.query, QUERY_ERRORS)
    const { id } = await visible(conferenceID, user)
    await conferences.execute({
      type: 'CancelConference',
      params: { endRun: type ?? false },
      id: ids.commandId(),
      conferenceId: id,
      actor: actorFor(user),
      via: 'rest',
    })
    return sendOk(reply)
  })

  app.get(CONFERENCES, async (request, reply) => {
    const user = await requireAccount(request, parts)
    const query = read(listQuery, request.query, QUERY_ERRORS)
    const { offset, limit, searchKey, sortType } = query
    const span = MODES[query.queryConfMode ?? 'ALL']
    const { total, items } = await store.find({
      ...whoseFor(user, query),
      states: ['scheduled', 'running'],
      ...(searchKey === undefined ? {} : { text: searchKey }),
      ...(span === null ? {} : { startsBefore: clock.now() + span }),
      descending: sortType === 'DSC_StartTIME',
      offset,
      limit,
    })
    const found = await Promise.all(items.map(({ conferenceId }) => conferences.state(conferenceId)))
    const data = found.flatMap((conference) => (conference ? [present(conference, user)] : []))
    return send(reply, { offset, limit, count: total, data })
  })

  app.get(`${CONFERENCES}/confDetail`, async (request, reply) => {
    const user = await requireAccount(request, parts)
    const { conferenceID, offset, limit, searchKey } = read(detailQuery, request.query, QUERY_ERRORS)
    const conference = await visible(conferenceID, user)
    const people = invitedOf(conference)
      .map((person) => presentInvited(conference, person))
      .filter((one) => searchKey === undefined || contains(one, searchKey))
    return send(reply, {
      conferenceData: {
        ...present(conference, user),
        role: booksFor(conference, user) ? 'chair' : 'general',
      },
      data: { offset, limit, count: people.length, data: people.slice(offset, offset + limit) },
    })
  })

  app.post(`${CONFERENCES}/start`, async (request, reply) => {
    const user = await requireAccount(request, parts)
    if (request.body === undefined || request.body === null) throw new WireError('MMC.111071016')
    const { conferenceID, password } = read(startBody, request.body, BODY_ERRORS)
    const conference = await known(conferenceID)
    const proof = provePassword(conference, password, callerOf(request).address, parts)
    if (proof === 'wrong') throw new WireError('MMC.111071091')
    const { runId } = await conferences.execute({
      type: 'StartRun',
      params: { proof },
      id: ids.commandId(),
      conferenceId: conference.id,
      actor: actorFor(user),
      via: 'rest',
    })
    return send(reply, { uuid: runId ?? '', regionIP: new URL(publicUrl).hostname })
  })

  async function known(text: string): Promise<Conference> {
    const id = receiveConferenceId(text)
    return id ? conferences.get(id) : refuse('no-conference')
  }

  /** A conference that is not over and that the account owns, administers or is invited to. */
  async function visible(id: string, user: User): Promise<Conference> {
    const conference = await known(id)
    const allowed = booksFor(conference, user) || isInvited(conference, user)
    if (!allowed) throw new Refusal('forbidden', 'somebody else’s conference')
    // On this wire what is over does not exist any more ([HW] 3.2).
    return conference.state === 'closed' ? refuse('no-conference') : conference
  }
}

function booksFor(conference: Conference, user: User): boolean {
  return conference.owner.userId === user.id || (user.admin && user.tenantId === conference.tenantId)
}

function isInvited(conference: Conference, user: User): boolean {
  return invitedOf(conference).some(({ who }) => who.is === 'user' && who.userId === user.id)
}

/** Administrators may ask for everybody's or for one account's; nobody else is asked whose. */
function whoseFor(user: User, { queryAll, userUUID }: { queryAll?: boolean; userUUID?: string }) {
  if (!user.admin) return { seenBy: user.id }
  if (queryAll) return { tenantId: user.tenantId }
  return { tenantId: user.tenantId, seenBy: (userUUID || user.id) as UserId }
}

function contains({ name, participantID }: { name: string; participantID: string }, text: string): boolean {
  return name.toLowerCase().includes(text.toLowerCase()) || participantID.includes(text)
}
