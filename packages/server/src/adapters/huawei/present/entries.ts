import type { Conference, Device, Participant, Spotlight, Subject } from '@parley/core'
import { isInside, isOpen } from '@parley/core'
import { attendeeType, isOwner } from './conference-info.ts'
import { type Eyes, identityOf } from './identity.ts'
import { sinceOf } from './shown.ts'

const CLIENTS = {
  desktop: 'Desktop',
  mobile: 'Mobile',
  tablet: 'Pad',
  other: 'OtherType',
} as const satisfies Record<Device, string>

/** A person inside or ringing, for ParticipantsNotify ([HW] 2.4): always the complete map, all values texts. */
export function participantEntry(person: Participant, eyes: Eyes, spotlight: Spotlight) {
  const { userId, account, number, tenantId } = identityOf(person, eyes)
  const client = CLIENTS[person.device]
  const spot = 'participantId' in spotlight && spotlight.participantId === person.id ? spotlight.on : null
  return {
    pid: person.id,
    mode: 0,
    pinfoMap: {
      NAME: person.name,
      TEL: number,
      ROLE: flag(person.role === 'host'),
      STATE: isInside(person) ? '0' : '1',
      HAND: flag(person.handRaisedAt !== null),
      MUTE: flag(!isOpen(person.mic)),
      VIDEO: flag(person.media.video),
      CAMERASTATE: flag(isOpen(person.camera)),
      SHARE: flag(person.sharing),
      BROADCAST: flag(spot === 'broadcast'),
      ROLLCALL: flag(spot === 'rollCall'),
      ADDTIME: String(sinceOf(person)),
      ANONYMOUS: flag(person.who.is === 'guest'),
      LOCALREC: '0',
      CLIENT_LOGIN_TYPE: client,
      // The table's spelling; the samples have the other.
      CLICENT_LOGIN_TYPE: client,
      VIEW_TYPE: '0',
      IS_COHOST: flag(person.role === 'cohost'),
      INVITE_SHARE_STATE: flag(person.shareInvited),
      ACCOUNT_ID: userId,
      ACCOUNT: account,
      THIRDACCOUNT: '',
      ORG_ID: tenantId,
      RTC_USER_ID: person.id,
    },
  }
}

function flag(on: boolean): '0' | '1' {
  return on ? '1' : '0'
}

/** A person who is not inside any more: only the key, and the number that some clients use as one. */
export function participantRemoval(
  { participantId, who }: Pick<Subject, 'participantId' | 'who'>,
  eyes: Eyes,
) {
  return {
    pid: participantId,
    mode: 1,
    pinfoMap: { TEL: identityOf({ id: participantId, who }, eyes).number },
  }
}

/** An invited person, present or not, for AttendeesNotify. */
export function attendeeEntry(conference: Conference, person: Participant, eyes: Eyes) {
  const { userId, account, number, tenantId } = identityOf(person, eyes)
  return {
    userUUID: userId,
    participantID: isInside(person) ? person.id : '',
    mode: 0,
    phone: number,
    name: person.name,
    accountId: account,
    role: isOwner(conference, person) ? 1 : 0,
    isMute: 0,
    isAutoInvite: 0,
    type: attendeeType(person),
    address: '',
    deptName: '',
    // The table's spelling and the sample's.
    orgId: tenantId,
    orgID: tenantId,
    hidePhone: false,
    isNotOverlayPidName: false,
  }
}

/** Somebody who is on the list no more. */
export function attendeeRemoval({ participantId, who }: Pick<Subject, 'participantId' | 'who'>, eyes: Eyes) {
  const { userId, number } = identityOf({ id: participantId, who }, eyes)
  return { userUUID: userId, participantID: '', mode: 1, phone: number }
}

/** Somebody in the waiting room, for WaitingListNotify ([HW] 2.4); hosts alone see it. */
export function waitingEntry(person: Participant) {
  const { userId, account, number, tenantId } = identityOf(person, 'host')
  const client = CLIENTS[person.device]
  return {
    pid: person.id,
    mode: 0,
    // Its meaning is not known; the sample has 0.
    delType: 0,
    pinfoMap: {
      NAME: person.name,
      TEL: number,
      ADDTIME: String(sinceOf(person)),
      ANONYMOUS: flag(person.who.is === 'guest'),
      CLIENT_LOGIN_TYPE: client,
      CLICENT_LOGIN_TYPE: client,
      ORG_ID: tenantId,
      ACCOUNT_ID: userId,
      ACCOUNT: account,
      THIRDACCOUNT: '',
      WAITINGSTATE: '0',
    },
  }
}

/** Somebody who waits no more; `admitted`: is on the way in. */
export function waitingRemoval(
  { participantId, who }: Pick<Subject, 'participantId' | 'who'>,
  admitted: boolean,
) {
  const { number } = identityOf({ id: participantId, who }, 'host')
  return {
    pid: participantId,
    mode: 1,
    delType: 0,
    pinfoMap: { TEL: number, ...(admitted ? { WAITINGSTATE: '1' } : {}) },
  }
}
