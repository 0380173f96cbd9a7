/** What a join link or a number with password leads to ([WC] 2.2), and the guest's ticket that comes with it (3.8). */

import type { ConferenceId } from '@parley/core'
import { type Conference, DAY, HOUR, insiders, type Proof, Refusal, whyNotStart } from '@parley/core'
import type { EnterRequest, LinkAnswer, LinkRequest, LinkState } from '@parley/protocol'
import { JOIN_LIFE_MS, type OpaqueTickets } from '../auth/opaque-tickets.ts'
import { seconds } from '../errors.ts'
import type { GzbParts } from '../parts.ts'

/** `status` is the HTTP status and the answer's `code`. */
export type Told = { status: number; answer: LinkAnswer; retryAfterSeconds?: number }

export type LinkAnswers = {
  byLink(segment: string, request: LinkRequest, address: string): Promise<Told>
  byNumber(request: EnterRequest, address: string): Promise<Told>
}

const ENDED_MEMORY_MS = 7 * DAY
/** Tickets per hour and conference, in multiples of its size. */
const TICKETS_PER_PLACE = 3
const NUMBER_DIGITS = 9

type Parts = Pick<
  GzbParts,
  | 'access'
  | 'conferences'
  | 'guests'
  | 'ids'
  | 'clock'
  | 'throttles'
  | 'publicUrl'
  | 'policies'
  | 'acceptPlainLinks'
> & { opaque: OpaqueTickets }

export function createLinkAnswers(parts: Parts): LinkAnswers {
  const {
    access,
    conferences,
    guests,
    ids,
    clock,
    throttles,
    publicUrl,
    policies,
    acceptPlainLinks,
    opaque,
  } = parts

  async function byLink(segment: string, request: LinkRequest, address: string): Promise<Told> {
    return await told(async () => {
      throttles.check('link', address)
      const found = await access.resolve(segment, { plain: acceptPlainLinks })
      if (!found) {
        throttles.fail('link', address)
        return empty(32, 200)
      }
      const conference = await conferences.get(found.index.conferenceId)
      let proof: 'host' | 'guest' = 'guest'
      if (request.hostKey !== undefined) {
        if (access.prove(conference, { hostKey: request.hostKey }) !== 'host') {
          throttles.fail('link', address)
          return empty(32, 403)
        }
        proof = 'host'
      }
      // The password itself in the place of a link tells the state, and no more.
      return await answer(conference, proof, request, found.form === 'link')
    })
  }

  async function byNumber(request: EnterRequest, address: string): Promise<Told> {
    return await told(async () => {
      const key = `${request.confId} ${address}`
      throttles.check('link', address)
      throttles.check('password', key)
      const conference = await conferences.state(request.confId as ConferenceId)
      // A right guest password buys no more tries at the host's: the count stands.
      const proof = conference ? provedByPassword(conference, request.password) : 'wrong'
      if (!conference || proof === 'wrong') {
        throttles.fail('password', key)
        throttles.fail('link', address)
        return empty(32, 200)
      }
      return await answer(conference, proof, request, true)
    })
  }

  function provedByPassword(conference: Conference, password: string): 'host' | 'guest' | 'wrong' {
    const proof = access.prove(conference, { password })
    if (proof === 'none') return conference.sealed.guestPassword === null ? 'guest' : 'wrong'
    return proof
  }

  async function answer(
    conference: Conference,
    proof: 'host' | 'guest',
    request: LinkRequest,
    mayHaveTicket: boolean,
  ): Promise<Told> {
    const now = clock.now()
    const state = linkState(conference, proof, now)
    if (state === 31 || state === 32) return empty(state, 200)
    const common = {
      confId: conference.id,
      confName: conference.title,
      state,
      code: 200,
      startTime: conference.plan.start ?? conference.plan.createdAt,
      serverTime: now,
      hostName: conference.owner.name,
    }
    if (state === 30) return { status: 200, answer: common }
    const places = Math.min(conference.settings.maxParticipants, policies.maxParticipants)
    const wantsTicket = mayHaveTicket && (request.want ?? []).includes('ticket')
    return {
      status: 200,
      answer: {
        ...common,
        locked: conference.settings.locked && proof !== 'host',
        full: insiders(conference).length >= places,
        needName: true,
        ...(conference.settings.waitingRoom && proof !== 'host' ? { waitingRoom: true } : {}),
        wsUrl: `${publicUrl.replace(/^http/, 'ws')}/gzbwclient/websck`,
        rpcUrl: `${publicUrl}/gzbwclient/jsonrpc`,
        ...(wantsTicket ? await reserve(conference, proof, request.displayName ?? '', places) : {}),
      },
    }
  }

  /** A guest account that becomes real with the login; nothing exists elsewhere until then. */
  async function reserve(conference: Conference, proof: 'host' | 'guest', name: string, places: number) {
    throttles.spend('tickets', conference.id, TICKETS_PER_PLACE * places, HOUR)
    const now = clock.now()
    const ticketDeadline = now + JOIN_LIFE_MS
    const clientId = ids.guestId()
    await guests.put({
      id: clientId,
      conferenceId: conference.id,
      name: name.trim(),
      number: `9${ids.random(NUMBER_DIGITS - 1, '0123456789')}`,
      proof,
      runId: null,
      state: 'reserved',
      createdAt: now,
      expiresAt: ticketDeadline,
    })
    const ticket = await opaque.put('wc.join', {
      family: clientId,
      subject: clientId,
      data: { confId: conference.id },
      expiresAt: ticketDeadline,
    })
    return { clientId, ticket, ticketDeadline }
  }

  /** Refusals and faults in the link's own shape. */
  async function told(act: () => Promise<Told>): Promise<Told> {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'too-many')
        return { ...empty(32, 429), retryAfterSeconds: seconds(error.details.retryAfterMs) }
      if (error.code === 'unavailable') return empty(32, 503)
      if (error.code === 'no-conference') return empty(32, 200)
      throw error
    }
  }

  return { byLink, byNumber }
}

/** 0 one may enter, now or by beginning it; 30 not yet; 31 over; 32 nothing to know about. */
export function linkState(conference: Conference, proof: Proof, now: number): LinkState {
  switch (conference.state) {
    case 'running':
      return 0
    case 'scheduled':
      return whyNotStart(conference, { level: 'outsider' }, proof, now) === null ? 0 : 30
    case 'closed':
      return conference.how === 'cancelled' || now - conference.at >= ENDED_MEMORY_MS ? 32 : 31
    default:
      return conference satisfies never
  }
}

export function empty(state: LinkState, status: number): Told {
  return { status, answer: { confId: '', confName: '', state, code: status } }
}
