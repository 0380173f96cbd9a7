import type { Sealed } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { Ids } from '../ports/ids.ts'
import type { Secrets } from '../ports/secrets.ts'
import { refuse } from '../refusal.ts'
import { decodeLink, encodeLink } from './link-segment.ts'

/** What the caller chose; what is missing is drawn. `guest` null: no password needed. */
export type ChosenPasswords = { host?: string; guest?: string | null; link?: string }

export type OpenPasswords = { host: string; guest: string | null; link: string }

const DIGITS = '0123456789'
/** 32 characters that nobody takes for one another: 8 of them carry 40 bits. */
const LINK_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const LINK_LENGTH = 8

/** Draws and checks the three secrets of a conference, and seals them. */
export function drawPasswords(chosen: ChosenPasswords, id: ConferenceId, ids: Ids, secrets: Secrets): Sealed {
  const host = chosen.host ?? drawUnlike(ids, [id])
  const guest = chosen.guest === undefined ? drawUnlike(ids, [id, host]) : chosen.guest
  const link = chosen.link ?? ids.random(LINK_LENGTH, LINK_ALPHABET)
  if (!/^\d{4,16}$/.test(host))
    refuse('invalid', 'the host password has 4 to 16 digits', { path: 'passwords.host', rule: 'digits' })
  if (guest !== null && !/^\d{4,16}$/.test(guest))
    refuse('invalid', 'the guest password has 4 to 16 digits', { path: 'passwords.guest', rule: 'digits' })
  if (guest === host)
    refuse('invalid', 'the guest password equals the host password', {
      path: 'passwords.guest',
      rule: 'equals-host',
    })
  if (guest === id)
    refuse('invalid', 'the guest password equals the number', { path: 'passwords.guest', rule: 'equals-id' })
  if ([...link].length < 6 || [...link].length > 64 || link !== link.trim() || link === host) {
    refuse('invalid', 'the link password has 6 to 64 characters', { path: 'passwords.link', rule: 'length' })
  }
  // Control characters, halves of characters, more than 96 bytes: a link that nobody would ever enter by.
  if (decodeLink(encodeLink(link, secrets))?.password !== link)
    refuse('invalid', 'the link password does not fit into a link', { path: 'passwords.link', rule: 'link' })
  return {
    hostPassword: secrets.seal(host),
    guestPassword: guest === null ? null : secrets.seal(guest),
    linkPassword: secrets.seal(link),
    linkLookup: secrets.mac('lookup', link),
    renewals: 0,
  }
}

function drawUnlike(ids: Ids, others: readonly string[]): string {
  for (;;) {
    const drawn = ids.random(6, DIGITS)
    if (!others.includes(drawn)) return drawn
  }
}

export function openPasswords(sealed: Sealed, secrets: Secrets): OpenPasswords {
  return {
    host: secrets.open(sealed.hostPassword),
    guest: sealed.guestPassword === null ? null : secrets.open(sealed.guestPassword),
    link: secrets.open(sealed.linkPassword),
  }
}
