import type { Command } from '../conference/commands.ts'
import type { Participant, Spotlight } from '../conference/state.ts'

/** What people do to be seen and heard, and those with the floor about it. */
export function floorCommands(
  people: readonly Participant[],
  person: Participant | undefined,
  { whom, flag }: { whom: number; flag: boolean },
): Command[] {
  const id = person?.id ?? ('x' as never)
  const someone = flag ? { ids: [id] } : {}
  const spotlights: Spotlight[] = [
    { on: 'nobody' },
    { on: 'broadcast', participantId: id },
    { on: 'rollCall', participantId: id },
    {
      on: 'layout',
      layout: {
        imageType: 'Single',
        pictures: [{ index: 1, participantIds: [id], share: false }],
        switchSeconds: 20,
      },
    },
  ]
  return [
    { type: 'RaiseHand', params: someone },
    { type: 'RaiseHand', params: {} },
    { type: 'LowerHand', params: flag ? { ids: people.map((one) => one.id) } : {} },
    { type: 'StartShare', params: {} },
    { type: 'StartShare', params: {} },
    { type: 'StopShare', params: someone },
    { type: 'InviteToShare', params: { id, on: flag } },
    { type: 'SetCohost', params: { id, on: whom < 4 } },
    { type: 'TransferHost', params: { id } },
    { type: 'ClaimHost', params: { proof: flag ? 'host' : 'none' } },
    { type: 'ReleaseHost', params: {} },
    { type: 'Spotlight', params: { spotlight: spotlights[whom % spotlights.length] ?? { on: 'nobody' } } },
    { type: 'Spotlight', params: { spotlight: { on: flag ? 'broadcast' : 'rollCall', participantId: id } } },
    { type: 'SetCaptions', params: { captions: flag ? { is: 'on', languages: ['en'] } : { is: 'off' } } },
    { type: 'SetInterpretation', params: { is: flag ? 'on' : 'off' } },
    { type: 'SetLoudspeaker', params: { on: flag } },
    { type: 'PostChat', params: { text: `m${whom}`, to: flag ? id : null } },
    { type: 'Ask', params: { id, medium: flag ? 'mic' : 'camera', on: whom < 3 } },
    { type: 'React', params: { reaction: 'wow' } },
    {
      type: 'ChangeSettings',
      params: {
        changes: {
          shareBy: whom < 4 ? 'everyone' : 'hosts',
          chat: (['free', 'public', 'private', 'none'] as const)[whom % 4],
          mayUnmute: flag,
          mayRename: whom > 0,
        },
      },
    },
  ]
}
