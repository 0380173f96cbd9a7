import type { Actor } from '../../actor.ts'
import { refuse } from '../../refusal.ts'
import type { CommandParams } from '../commands.ts'
import { cut, plainText } from '../plain-text.ts'
import { NAME_LENGTH } from '../policies.ts'
import type { Scene } from '../scene.ts'
import {
  type Conference,
  isRemoved,
  type Participant,
  type Presence,
  type Role,
  runOf,
  type Who,
} from '../state.ts'
import { freshCard } from './card.ts'
import { isEntitled, mediaTaken } from './entry.ts'
import { uniqueName } from './unique-name.ts'

export type Person = Extract<Actor, { is: 'user' | 'guest' }>

type Entry = {
  actor: Person
  params: CommandParams['Join']
  known: Participant | undefined
  presence: Presence
}

/** Who comes, with what they bring and what still holds of what they were. */
export function cardOf(scene: Scene, { actor, params, known, presence }: Entry): Participant {
  const { conference } = scene
  const { settings } = conference
  const run = runOf(conference)
  const entitled = isEntitled(scene, params)
  const muted = run !== null && (run.muteAll || run.spotlight.on === 'rollCall')
  const inside = presence.is === 'present'
  return freshCard({
    id: known?.id ?? scene.draw.participantId(),
    who: whoIs(actor),
    name: nameFor(conference, params.name, actor, known),
    role: roleFor(scene, params, known),
    invited: known?.invited ?? false,
    presence,
    mic: {
      offBySelf: params.micOff || !params.media.audio || (settings.muteOnEntry && !entitled),
      // What holds for all counts from the moment of entering: it may be lifted while one waits.
      offByHost: (known?.mic.offByHost ?? false) || (inside && muted && !entitled),
    },
    camera: {
      offBySelf:
        params.cameraOff ||
        !params.media.video ||
        settings.media === 'voice' ||
        (!settings.mayOpenCamera && !entitled),
      offByHost: known?.camera.offByHost ?? false,
    },
    loudspeaker: known?.loudspeaker ?? true,
    shareInvited: known?.shareInvited ?? false,
    media: mediaTaken(conference, params.media),
    device: params.device,
    generation: (known?.generation ?? 0) + 1,
  })
}

/** The place that is free is given by an event of its own; here is what one is without it. */
function roleFor(scene: Scene, params: CommandParams['Join'], known: Participant | undefined): Role {
  const hostId = runOf(scene.conference)?.hostId ?? null
  const entitled = isEntitled(scene, params)
  const isHost = hostId !== null && hostId === known?.id
  // Who was removed may return, but what they were went with them.
  const kept = known && !isRemoved(known)
  if (isHost) return kept || entitled ? 'host' : 'participant'
  if (entitled && hostId !== null) return 'cohost'
  return kept && known.role === 'cohost' ? 'cohost' : 'participant'
}

function whoIs(actor: Person): Who {
  return actor.is === 'user'
    ? {
        is: 'user',
        userId: actor.userId,
        account: actor.account,
        number: actor.number,
        tenantId: actor.tenantId,
      }
    : { is: 'guest', guestId: actor.guestId, number: actor.number }
}

/** Who was here in this run, waits, or was here before and is called keeps the name by which the others know them. */
function nameFor(
  conference: Conference,
  wanted: string,
  actor: Person,
  known: Participant | undefined,
): string {
  if (known && known.generation > 0 && known.presence.is !== 'invited') return known.name
  const name = cut(plainText(wanted) || plainText(actor.name), NAME_LENGTH)
  if (name === '') refuse('invalid', 'a name is needed', { path: 'name', rule: 'required' })
  return actor.is === 'user' ? name : uniqueName(conference, name, known?.id)
}
