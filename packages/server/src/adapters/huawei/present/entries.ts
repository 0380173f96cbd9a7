import type { Conference, Device, Participant, Subject } from '@parley/core'
import { isInside, isOpen } from '@parley/core'
import { isOwner } from './conference-info.ts'
import { type Eyes, identityOf } from './identity.ts'

const CLIENTS = {
  desktop: 'Desktop',
  mobile: 'Mobile',
  tablet: 'Pad',
  other: 'OtherType',
} as const satisfies Record<Device, string>

/** A person inside, for ParticipantsNotify ([HW] 2.4): always the complete map, all values texts. */
export function participantEntry(person: Participant, eyes: Eyes) {
  const { userId, account, number, tenantId } = identityOf(person, eyes)
  const client = CLIENTS[person.device]
  return {
    pid: person.id,
    mode: 0,
    pinfoMap: {
      NAME: person.name,
      TEL: number,
      ROLE: person.role === 'host' ? '1' : '0',
      STATE: '0',
      HAND: '0',
      MUTE: isOpen(person.mic) ? '0' : '1',
      VIDEO: person.media.video ? '1' : '0',
      CAMERASTATE: isOpen(person.camera) ? '1' : '0',
      SHARE: '0',
      BROADCAST: '0',
      ROLLCALL: '0',
      ADDTIME: 'joinedAt' in person.presence ? String(person.presence.joinedAt) : '',
      ANONYMOUS: person.who.is === 'guest' ? '1' : '0',
      LOCALREC: '0',
      CLIENT_LOGIN_TYPE: client,
      // The table's spelling; the samples have the other.
      CLICENT_LOGIN_TYPE: client,
      VIEW_TYPE: '0',
      IS_COHOST: person.role === 'cohost' ? '1' : '0',
      INVITE_SHARE_STATE: '0',
      ACCOUNT_ID: userId,
      ACCOUNT: account,
      THIRDACCOUNT: '',
      ORG_ID: tenantId,
      RTC_USER_ID: person.id,
    },
  }
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
    type: 'normal',
    address: '',
    deptName: '',
    // The table's spelling and the sample's.
    orgId: tenantId,
    orgID: tenantId,
    hidePhone: false,
    isNotOverlayPidName: false,
  }
}
