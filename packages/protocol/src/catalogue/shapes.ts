import { z } from 'zod'

/** Epoch milliseconds UTC, as all times inside `data`. */
export const millis = (description: string) => z.int().describe(`${description} Milliseconds since 1970 UTC.`)
export const participantId = z.string().describe('32 hex characters: one person in one run.')

export const who = z
  .discriminatedUnion('is', [
    z.object({
      is: z.literal('user'),
      userId: z.string(),
      account: z.string(),
      number: z.string(),
      tenantId: z.string(),
    }),
    z.object({ is: z.literal('guest'), guestId: z.string(), number: z.string() }),
    z.object({ is: z.literal('phone'), number: z.string() }),
  ])
  .meta({ title: 'Who', description: 'An account, a guest of this conference, or a number.' })

/** Whom an event is about. */
export const subject = z.object({
  participantId,
  who,
  name: z.string().describe('As shown in the meeting.'),
  invited: z.boolean().describe('On the list of those expected.'),
})

/** The same inside of something else. */
export const person = subject.meta({ title: 'Person', description: 'Whom an event is about.' })

export const bits = z
  .object({ offBySelf: z.boolean(), offByHost: z.boolean() })
  .meta({ title: 'Bits', description: 'Who holds it off; open when neither does.' })
export const device = z.enum(['desktop', 'mobile', 'tablet', 'other'])
export const role = z.enum(['host', 'cohost', 'participant'])
export const mediaState = z.enum(['none', 'connecting', 'up', 'stalled', 'lost'])
export const goneReason = z
  .enum(['left', 'removed', 'lost', 'ended', 'returned'])
  .describe('By own act; by somebody else; the line stayed away; with the run; to the waiting room.')
export const media = z
  .object({ audio: z.boolean(), video: z.boolean() })
  .meta({ title: 'Media', description: 'What the person came with; neither: a watcher.' })

const presence = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('invited') }),
    z.object({ is: z.literal('calling'), since: millis('When.'), until: millis('Rings until.') }),
    z.object({
      is: z.literal('waiting'),
      since: millis('When.'),
      until: millis('Waits until.'),
      connected: z.boolean().describe('The line of the page is up.'),
    }),
    z.object({ is: z.literal('joining'), since: millis('When.'), until: millis('Has to come until.') }),
    z.object({ is: z.literal('present'), joinedAt: millis('When.') }),
    z.object({
      is: z.literal('interrupted'),
      joinedAt: millis('When.'),
      until: millis('Kept inside until.'),
    }),
    z.object({ is: z.literal('gone'), joinedAt: millis('When.'), at: millis('When.'), reason: goneReason }),
  ])
  .meta({ title: 'Presence', description: 'Inside: present or interrupted.' })

export const participant = z
  .object({
    id: participantId,
    who,
    name: z.string(),
    role,
    invited: z.boolean(),
    invitation: z
      .object({ id: z.string(), by: z.string().describe('Who invited, as shown.') })
      .nullable()
      .describe('Set while the person rings.'),
    presence,
    mic: bits,
    camera: bits,
    loudspeaker: z.boolean().describe('Hears the others.'),
    handRaisedAt: millis('When the hand went up.').nullable(),
    sharing: z.boolean().describe('Shares the screen.'),
    shareInvited: z.boolean().describe('Was asked to share.'),
    media,
    device,
    generation: z.int().describe('Tells two pages of one person apart.'),
    mediaState,
  })
  .meta({ title: 'Participant', description: 'One person in one run, whole.' })

export const plan = z
  .object({
    createdAt: millis('When it was booked.'),
    start: millis('Planned start.')
      .nullable()
      .describe('Planned start, milliseconds since 1970 UTC; null: at once.'),
    minutes: z.int().nullable().describe('Planned length; null: open-ended.'),
  })
  .meta({ title: 'Plan', description: 'When it is to be held.' })
export const owner = z
  .object({
    userId: z.string(),
    name: z.string(),
    account: z.string(),
    number: z.string(),
  })
  .meta({ title: 'Owner', description: 'The account that booked it.' })

export const settings = z
  .object({
    locked: z.boolean().describe('Nobody new enters without host proof or invitation.'),
    mayUnmute: z.boolean().describe('Whether people muted by the host may unmute themselves.'),
    muteOnEntry: z.boolean(),
    mayOpenCamera: z.boolean(),
    mayRename: z.boolean(),
    waitingRoom: z.boolean().describe('Newcomers wait until somebody lets them in.'),
    shareLocked: z.boolean().describe('Only the host and cohosts share for now.'),
    shareBy: z.enum(['everyone', 'hosts']),
    chat: z.enum(['free', 'public', 'private', 'none']).describe('Whom people may write to.'),
    clientRecording: z
      .enum(['hosts', 'everyone', 'chosen'])
      .describe('Who may record in a client of their own.'),
    participantsMayInvite: z.boolean().describe('Else the host and cohosts only.'),
    joinScope: z.enum(['everyone', 'tenant', 'invited']),
    media: z.enum(['video', 'voice']),
    prolongMinutes: z.int().describe('By how much an occupied run goes on past its planned end.'),
    guestMayStart: z.boolean().describe('Whether others than the host may begin a run.'),
    earlyJoinMinutes: z.int().describe('How long before the planned start others may begin it.'),
    emptyEndMinutes: z.int().describe('An open-ended run ends when it was empty for this long.'),
    maxParticipants: z.int(),
    hostSuccession: z.enum(['cohosts', 'anyone', 'off']),
    reopenable: z.boolean().describe('Whether it may be held again after a run that ended early.'),
  })
  .meta({ title: 'Settings', description: 'What the owner decided.' })

export const allocation = z
  .object({
    is: z.literal('mesh'),
    epoch: z.int().describe('Rises with every allocation of the conference.'),
  })
  .meta({ title: 'Allocation', description: 'Where the media flow.' })

export const spotlight = z
  .discriminatedUnion('on', [
    z.object({ on: z.literal('nobody') }),
    z.object({ on: z.enum(['broadcast', 'rollCall']), participantId }),
    z.object({
      on: z.literal('layout'),
      layout: z.object({
        imageType: z.string().describe('Name of the arrangement, `Four` for example.'),
        pictures: z.array(
          z.object({
            index: z.int().describe('Place, from 1.'),
            participantIds: z.array(participantId).describe('Several take turns.'),
            share: z.boolean().describe('Shows what they share.'),
          }),
        ),
        switchSeconds: z.int().describe('How long each of several in one place is shown.'),
      }),
    }),
  ])
  .meta({ title: 'Spotlight', description: 'Whose picture everybody sees in the main place.' })

export const captions = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('off') }),
    z.object({ is: z.literal('on'), languages: z.array(z.string()).describe('BCP 47.') }),
  ])
  .meta({ title: 'Captions', description: 'Whether lines of speech are told, and in which languages.' })

export const interpretation = z
  .object({
    is: z.enum(['off', 'on']),
    groups: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        by: z.enum(['people', 'machine']).describe('Who interprets.'),
        languages: z.array(z.string()).length(2).describe('BCP 47.'),
        interpreters: z.array(
          z.object({ account: z.string(), userId: z.string(), number: z.string(), name: z.string() }),
        ),
      }),
    ),
  })
  .meta({ title: 'Interpretation', description: 'Who interprets between which languages.' })
