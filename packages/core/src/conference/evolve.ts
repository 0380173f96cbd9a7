import type { ParticipantId } from '../ids.ts'
import { completeCard, NOTHING_YET, OPEN } from './complete.ts'
import type { Unpositioned } from './events.ts'
import { CHAT_KEPT } from './policies.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import {
  type ClosedHow,
  type Conference,
  type ConferenceCommon,
  identityOf,
  type Participant,
  type Run,
} from './state.ts'

/**
 * Folds one event into the state. Pure; never refuses: what was recorded happened.
 * The fold of a conference's whole log is its state.
 */
export function evolve(before: Conference | null, event: Unpositioned): Conference {
  if (event.type === 'ConferenceScheduled') {
    const { title, plan, owner, settings, sealed, people, nextRunId } = event.data
    return {
      id: event.conferenceId,
      tenantId: event.tenantId,
      owner,
      revision: event.revision,
      lastAt: event.time,
      title,
      plan,
      // What an older log does not say is as it was before there was a choice.
      settings: { ...DEFAULT_SETTINGS, ...settings },
      sealed,
      people: Object.fromEntries(people.map((person) => [person.id, completeCard(person)])),
      runs: 0,
      state: 'scheduled',
      nextRunId,
    }
  }
  if (!before)
    throw new Error(`${event.type} for a conference that was never scheduled: ${event.conferenceId}`)
  return { ...apply(before, event), revision: event.revision, lastAt: event.time }
}

function apply(
  conference: Conference,
  event: Exclude<Unpositioned, { type: 'ConferenceScheduled' }>,
): Conference {
  switch (event.type) {
    case 'ConferenceCancelled':
      return close(conference, event.time, 'cancelled')
    case 'ConferenceClosed':
      return close(conference, event.time, event.data.how)
    case 'RunStarted': {
      if (!event.runId) throw new Error('RunStarted without a run')
      const { no, startedAt, endsAt, media } = event.data
      const run: Run = {
        id: event.runId,
        no,
        startedAt,
        endsAt,
        occupiedSince: null,
        emptySince: startedAt,
        hostId: null,
        hostAwaySince: null,
        banned: [],
        muteAll: false,
        media,
        ...NOTHING_YET,
      }
      return { ...commonOf(conference), runs: no, state: 'running', run }
    }
    case 'RunOccupied':
      return withRun(conference, { occupiedSince: event.time, emptySince: null })
    case 'RunVacated':
      return withRun(conference, { occupiedSince: null, emptySince: event.time })
    case 'RunProlonged':
      return withRun(conference, { endsAt: event.data.endsAt })
    case 'RunEnded':
      return endRun(conference, event)
    case 'ParticipantJoined': {
      const { card, joinedAt, participantId } = event.data
      const joined = withPerson(conference, {
        ...completeCard(card),
        invitation: null,
        presence: { is: 'present', joinedAt },
      })
      return hostReturns(joined, participantId)
    }
    case 'ParticipantInterrupted': {
      const { participantId, until } = event.data
      const next = change(conference, participantId, (person) => ({
        ...person,
        presence: { is: 'interrupted', joinedAt: joinedAtOf(person, event.time), until },
      }))
      return hostGoesAway(next, participantId, event.time)
    }
    case 'ParticipantResumed': {
      const { participantId, generation, media, device } = event.data
      const next = change(conference, participantId, (person) => ({
        ...person,
        generation,
        media,
        device,
        mediaState: generation === person.generation ? person.mediaState : 'none',
        presence: { is: 'present', joinedAt: joinedAtOf(person, event.time) },
      }))
      return hostReturns(next, participantId)
    }
    case 'ParticipantLeft': {
      const { participantId, joinedAt, reason, banned, who } = event.data
      const next = change(conference, participantId, (person) => ({
        ...person,
        ...AT_REST,
        presence: { is: 'gone', joinedAt, at: event.time, reason },
      }))
      const away = hostGoesAway(next, participantId, event.time)
      if (!banned || away.state !== 'running') return away
      return withRun(away, { banned: [...away.run.banned, identityOf(who)] })
    }
    case 'MicChanged':
      return change(conference, event.data.participantId, (person) => ({ ...person, mic: event.data.bits }))
    case 'CameraChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        camera: event.data.bits,
      }))
    case 'ParticipantRenamed':
      return change(conference, event.data.participantId, (person) => ({ ...person, name: event.data.name }))
    case 'MediaChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        mediaState: event.data.mediaState,
      }))
    case 'HostChanged': {
      const { from, to } = event.data
      let next = conference
      if (from) next = change(next, from.participantId, (person) => ({ ...person, role: 'participant' }))
      if (to) next = change(next, to.participantId, (person) => ({ ...person, role: 'host' }))
      return withRun(next, { hostId: to?.participantId ?? null, hostAwaySince: null })
    }
    case 'MuteAllChanged': {
      const { muteAll, mayUnmute } = event.data
      const next = withRun(conference, { muteAll })
      return { ...next, settings: { ...next.settings, mayUnmute } }
    }
    case 'LockChanged':
      return { ...conference, settings: { ...conference.settings, locked: event.data.locked } }
    case 'SettingsChanged':
      return { ...conference, settings: { ...conference.settings, ...event.data.changed } }
    case 'PersonInvited': {
      const { card, invitationId, by } = event.data
      return withPerson(conference, {
        ...completeCard(card),
        invited: true,
        invitation: { id: invitationId, by },
      })
    }
    case 'PersonUninvited':
      return forgetUnlessKnown(conference, event.data.participantId)
    case 'CallStarted':
    case 'LobbyEntered':
      return withPerson(conference, completeCard(event.data.card))
    case 'InvitationSettled': {
      const { participantId, outcome, rang, until } = event.data
      return change(conference, participantId, (person) => ({
        ...person,
        invitation: null,
        presence:
          !rang || person.presence.is !== 'calling'
            ? person.presence
            : outcome === 'accepted'
              ? { is: 'joining', since: event.time, until }
              : { is: 'invited' },
      }))
    }
    case 'LobbyLeft':
      return lobbyLeft(conference, event)
    case 'LoudspeakerChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        loudspeaker: event.data.on,
      }))
    case 'ShareChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        sharing: event.data.sharing,
      }))
    case 'ShareInvited':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        shareInvited: event.data.on,
      }))
    case 'CohostChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        role: event.data.on ? 'cohost' : 'participant',
      }))
    case 'HandChanged':
      return change(conference, event.data.participantId, (person) => ({
        ...person,
        handRaisedAt: event.data.raisedAt,
      }))
    case 'SpotlightChanged':
      return withRun(conference, { spotlight: event.data.now })
    case 'CaptionsChanged':
      return withRun(conference, { captions: event.data.now })
    case 'InterpretationChanged':
      return withRun(conference, { interpretation: event.data.now })
    case 'ChatPosted': {
      if (conference.state !== 'running') return conference
      const { participantId, who, name, text, to } = event.data
      const message = {
        id: event.id,
        at: event.time,
        from: participantId,
        who,
        name,
        text,
        to: to?.participantId ?? null,
      }
      return withRun(conference, { chat: [...conference.run.chat, message].slice(-CHAT_KEPT) })
    }
    default:
      return event satisfies never
  }
}

function close(conference: ConferenceCommon, at: number, how: ClosedHow): Conference {
  return { ...commonOf(conference), state: 'closed', at, how }
}

/** The part that every state of a conference has. */
function commonOf(conference: ConferenceCommon): ConferenceCommon {
  const { id, tenantId, owner, revision, lastAt, title, plan, settings, sealed, people, runs } = conference
  return { id, tenantId, owner, revision, lastAt, title, plan, settings, sealed, people, runs }
}

/** The invited go back to their chairs, everybody else is forgotten. */
function endRun(conference: Conference, event: Extract<Unpositioned, { type: 'RunEnded' }>): Conference {
  const people: Record<ParticipantId, Participant> = {}
  for (const person of Object.values(conference.people)) {
    if (!person.invited) continue
    people[person.id] = {
      ...person,
      ...AT_REST,
      role: 'participant',
      presence: { is: 'invited' },
      mic: OPEN,
      camera: OPEN,
      loudspeaker: true,
      shareInvited: false,
    }
  }
  const { nextRunId } = event.data
  const common = { ...commonOf(conference), people }
  if (nextRunId === null) return close(common, event.time, 'over')
  // A lock is the run's business; the next run starts open.
  return { ...common, settings: { ...common.settings, locked: false }, state: 'scheduled', nextRunId }
}

function withRun(conference: Conference, changes: Partial<Run>): Conference {
  if (conference.state !== 'running') return conference
  return { ...conference, run: { ...conference.run, ...changes } }
}

function withPerson(conference: Conference, person: Participant): Conference {
  return { ...conference, people: { ...conference.people, [person.id]: person } }
}

function change(
  conference: Conference,
  id: ParticipantId,
  to: (person: Participant) => Participant,
): Conference {
  const person = conference.people[id]
  return person ? withPerson(conference, to(person)) : conference
}

/** What ends with being inside, whatever the way out. */
const AT_REST = { mediaState: 'none', handRaisedAt: null, sharing: false, invitation: null } as const

/** Who was inside stays known to the run; who only waited or was expected is forgotten. */
function forgetUnlessKnown(conference: Conference, id: ParticipantId): Conference {
  const person = conference.people[id]
  if (!person) return conference
  if (person.presence.is === 'gone')
    return withPerson(conference, { ...person, invited: false, invitation: null })
  const { [id]: _, ...people } = conference.people
  return { ...conference, people }
}

/** Let in, one has a moment to come; otherwise one is what one was before: on the list, or nobody. */
function lobbyLeft(conference: Conference, event: Extract<Unpositioned, { type: 'LobbyLeft' }>): Conference {
  const { participantId, outcome, until } = event.data
  const person = conference.people[participantId]
  if (!person) return conference
  if (outcome === 'admitted')
    return withPerson(conference, { ...person, presence: { is: 'joining', since: event.time, until } })
  if (person.invited) return withPerson(conference, { ...person, presence: { is: 'invited' } })
  return forgetUnlessKnown(conference, participantId)
}

function hostGoesAway(conference: Conference, id: ParticipantId, at: number): Conference {
  if (conference.state !== 'running' || conference.run.hostId !== id || conference.run.hostAwaySince !== null)
    return conference
  return withRun(conference, { hostAwaySince: at })
}

function hostReturns(conference: Conference, id: ParticipantId): Conference {
  if (conference.state !== 'running' || conference.run.hostId !== id) return conference
  return withRun(conference, { hostAwaySince: null })
}

function joinedAtOf(person: Participant, fallback: number): number {
  return 'joinedAt' in person.presence ? person.presence.joinedAt : fallback
}
