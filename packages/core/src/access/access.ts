import type { Proof } from '../conference/commands.ts'
import type { Conference } from '../conference/state.ts'
import type { ConferenceId } from '../ids.ts'
import type { ConferenceIndex, ConferenceStore } from '../ports/conference-store.ts'
import type { Secrets } from '../ports/secrets.ts'
import { decodeLink, encodeLink, linkPrefix, plainLink } from './link-segment.ts'
import { type OpenPasswords, openPasswords } from './passwords.ts'

export type Access = {
  /** For the owner and host-level tokens only. */
  passwords(conference: Conference): OpenPasswords
  /** `guest` is what one shares; `host` adds the host key as a fragment, which no server sees or logs. */
  links(conference: Conference): { guest: string; host: string }
  /** What a password or a host key proves. The link password counts as the guest password. */
  prove(conference: Conference, shown: { password?: string; hostKey?: string }): Proof
  /**
   * The conference a link's last path segment names, as [WC] 2.3 reads it. `plain`: also the password itself.
   * Null: malformed, forged and unknown alike, after the same work.
   */
  resolve(
    segment: string,
    options: { plain: boolean },
  ): Promise<{ index: ConferenceIndex; form: 'link' | 'plain' } | null>
}

export function createAccess({
  secrets,
  store,
  linkBase,
}: {
  secrets: Secrets
  store: Pick<ConferenceStore, 'findByLink'>
  /** Address under which links are opened, up to their last segment. */
  linkBase: string
}): Access {
  const hostKey = (id: ConferenceId, renewals: number): string =>
    secrets.mac('host', `${id}|${renewals}`).slice(0, 22)

  return {
    passwords: (conference) => openPasswords(conference.sealed, secrets),
    links(conference) {
      const segment = encodeLink(secrets.open(conference.sealed.linkPassword), secrets)
      const guest = `${linkBase}${segment}`
      return { guest, host: `${guest}#h=${hostKey(conference.id, conference.sealed.renewals)}` }
    },
    prove(conference, { password, hostKey: key }) {
      if (key !== undefined && key !== '') {
        return secrets.equal(key, hostKey(conference.id, conference.sealed.renewals)) ? 'host' : 'wrong'
      }
      if (password === undefined || password === '') return 'none'
      const { host, guest, link } = openPasswords(conference.sealed, secrets)
      if (secrets.equal(password, host)) return 'host'
      if (guest !== null && secrets.equal(password, guest)) return 'guest'
      return secrets.equal(password, link) ? 'guest' : 'wrong'
    },
    async resolve(segment, { plain }) {
      const decoded = decodeLink(segment)
      if (decoded && secrets.equal(decoded.prefix, linkPrefix(decoded.password, secrets))) {
        const index = await store.findByLink(secrets.mac('lookup', decoded.password))
        if (index) return { index, form: 'link' }
      }
      const password = plain ? plainLink(segment) : null
      // A look-up even for nonsense: the time an answer takes tells nothing.
      const index = await store.findByLink(secrets.mac('lookup', password ?? segment))
      return index && password !== null && isStrong(password) ? { index, form: 'plain' } : null
    },
  }
}

/** A plain segment walks around the MAC, so only passwords too long to guess may come that way. */
function isStrong(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  return [...password].length >= (kinds > 1 ? 8 : 12)
}
