/** [WC] U1-U3 and App. C 3 and 4 in three real browsers: what each does, the others see within a second. */
import { beforeAll, describe, expect, it } from 'vitest'
import { chromiumForAll } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { framesOf } from '../support/frames.ts'
import { FOLLOWED, startedConference } from '../support/huawei-client.ts'
import { everywhere, personAt, personIn, type Row } from '../support/room.ts'
import { callRpc } from '../support/rpc.ts'
import { API_KEY, serverForAll } from '../support/server.ts'

const server = serverForAll({ env: { PARLEY_DEMO: 'off', PARLEY_THROTTLE_FACTOR: '100' } })
const chromium = chromiumForAll({ keep: true })

const A_SECOND = { withinMs: 1_000 }

/** A person inside, and everything their socket said. */
async function watched(link: string, name: string) {
  const person = await personAt(chromium, link)
  const frames = framesOf(person.page)
  await person.allowDevices()
  await person.join(name)
  await person.openPeople()
  return { ...person, frames }
}

/** A host, two guests, and a program that may do what the host may. */
async function threePeople() {
  const { info, control } = await startedConference(server, { subject: 'Weekly review' })
  const confId = info.conferenceID
  const [host, ann, bob] = await Promise.all([
    watched(info.chairJoinUri, 'Li Wei'),
    watched(info.guestJoinUri, 'Ann'),
    watched(info.guestJoinUri, 'Bob'),
  ])
  const ids = { li: await ann.idOf('Li Wei'), ann: await host.idOf('Ann'), bob: await host.idOf('Bob') }
  const program = async (method: string, params: object = {}) => {
    const { json } = await callRpc(server, `conference.${method}`, { confId, ...params }, API_KEY)
    expect(json.error, method).toBeUndefined()
  }
  return { info, control, program, host, ann, bob, all: [host, ann, bob], ids }
}

// One meeting for all: what a test changes it also puts back. The last one sends people out.
let meeting: Awaited<ReturnType<typeof threePeople>>
beforeAll(async () => {
  meeting = await threePeople()
})
type Watched = typeof meeting.host

describe('three people', () => {
  it('see each other and a shared screen move; pin for oneself, spotlight for all', async () => {
    const { program, host, ann, bob, all, ids } = meeting
    await Promise.all([host.sees(ids.bob), ann.sees(ids.bob), bob.sees(ids.ann), bob.hears(ids.li)])

    await bob.at('share').click()
    await everywhere(
      [host, ann],
      'the screen',
      async ({ at }) => (await at('main-video').getAttribute('data-screen')) === 'true',
    )
    expect(await host.main()).toBe(ids.bob)
    await bob.at('sharing').waitFor()
    await Promise.all([moves(host), moves(ann), host.sees(ids.bob)])
    expect(await ann.at('share').getAttribute('aria-disabled')).toBe('true')
    await bob.at('share').click()
    await everywhere(
      [host, ann],
      'no screen',
      async ({ at }) => (await at('main-video').getAttribute('data-screen')) === null,
    )

    const mainIs = (what: string, id: string, pages: Watched[] = all) =>
      everywhere(pages, what, async (page) => (await page.main()) === id)
    await program('setMainVideo', { memberId: ids.bob })
    await mainIs('Bob for all', ids.bob)
    await pin(ann, ids.li)
    await mainIs('the pinned', ids.li, [ann])
    await program('setMainVideo', { memberId: ids.ann })
    await mainIs('Ann for the others', ids.ann, [host, bob])
    expect(await ann.main()).toBe(ids.li)
    await pin(ann, ids.li)
    await mainIs('Ann again', ids.ann)
    await program('setMainVideo', { memberId: null })
  })

  it('a program is told how good each line is, as the page measured it, and its own deeds are named', async () => {
    const { control, bob, ann, ids } = meeting
    const types = [...FOLLOWED, 'NetConditionNotify', 'NetworkQualityNotify']
    const channel = await control.follow({ types })
    const told = (action: string) =>
      channel.frames
        .filter((frame) => frame.action === action)
        .flatMap(({ data = [] }) => data)
        .filter(({ participantID, mode }) => participantID === ids.ann && mode === 0)
    for (const action of ['NetworkQualityNotify', 'NetConditionNotify'])
      await eventually(() => told(action).length > 0, { what: action, withinMs: 15_000 })

    const measured = ann.frames.all.flatMap(({ sent, method, params }) =>
      sent && method === 'conference.reportMedia' && params.quality ? [params.quality] : [],
    )
    for (const { netRate, delay, bandWidthUp, bandWidthDown } of told('NetworkQualityNotify')) {
      const level = Number(netRate)
      expect(measured).toContainEqual(
        expect.objectContaining({ rtt: delay, kbpsUp: bandWidthUp, kbpsDown: bandWidthDown }),
      )
      expect(level).toBeGreaterThanOrEqual(1)
      expect(level).toBeLessThanOrEqual(5)
    }
    for (const { netInfo } of told('NetConditionNotify')) expect(['good', 'normal', 'bad']).toContain(netInfo)

    expect((await control.mute(ids.bob, 1)).status).toBe(200)
    await bob.toast(/^Muted by .*by API\)/)
    expect(await bob.sendsSound()).toBe(false)
    await bob.at('mic').click()
    await eventually(() => channel.participant(ids.bob)?.MUTE === '0', { what: 'MUTE', ...A_SECOND })
    expect(channel.problems).toEqual([])
    await channel.close()
  })

  it('write to all and to one, react, and read what a program heard; who comes late reads what all could', async () => {
    const { info, program, host, ann, bob, all, ids } = meeting
    for (const page of all) await page.at('chat').click()
    await write(ann, 'Good morning, see https://example.org/plan')
    await everywhere(all, 'the message', (page) => reads(page, 'Good morning'))
    const link = host.page.getByRole('link', { name: 'https://example.org/plan' })
    expect(await link.getAttribute('rel')).toContain('noopener')
    await write(ann, 'Only for you, Bob', ids.bob)
    await everywhere([ann, bob], 'the private message', (page) => reads(page, 'Only for you'))
    await write(host, 'Shall we begin?')
    await everywhere(all, 'the next message', (page) => reads(page, 'Shall we begin?'))
    expect(await reads(host, 'Only for you')).toBe(false)

    const late = await personIn(chromium, info.guestJoinUri, 'Zoe', { without: true })
    await late.at('chat').click()
    await late.until('the history', () => reads(late, 'Shall we begin?'))
    expect(await late.at('chat-message').allInnerTexts()).toEqual([
      'Good morning, see https://example.org/plan',
      'Shall we begin?',
    ])
    await late.at('leave').click()

    await bob.at('react').click()
    await bob.at('react-clap').click()
    const applause = (page: Pick<Watched, 'page'>) =>
      page.page.locator(`figure[data-member-id="${ids.bob}"] [data-reaction="clap"]`).count()
    await everywhere([host, ann], 'applause', async (page) => (await applause(page)) > 0)

    await program('setCaptions', { languages: ['en', 'zh-CN'] })
    const line = { lineId: 'l1', memberId: ids.li, beginMs: 0, endMs: 900 }
    const caption = (text: string, final: boolean) =>
      program('postCaption', { lines: [{ ...line, texts: [{ language: 'en', text }], final }] })
    const says =
      (text: string) =>
      async ({ at }: Pick<Watched, 'at'>) =>
        (await at('captions').innerText()).includes(text)
    // Captions have no second to keep: they come as they are heard.
    const allSay = (text: string) => Promise.all(all.map((page) => page.until(text, () => says(text)(page))))
    await caption('Good morn', false)
    await allSay('Good morn')
    await caption('Good morning all', true)
    await allSay('Good morning all')
    expect(await ann.at('captions').innerText()).toContain('Li Wei')
    await program('setCaptions', { languages: null })
    await everywhere(all, 'no captions', async ({ at }) => (await at('captions').count()) === 0)
  })

  it('learn of each change within a second, whoever made it, and no version is missed', async () => {
    const { info, program, host, ann, bob, all, ids } = meeting
    for (const page of all) await page.openPeople()
    const rowIs = (what: string, name: string, ask: (row: Row) => boolean) =>
      everywhere(all, what, async (page) => {
        const row = await page.row(name)
        return row !== undefined && ask(row)
      })
    const handIs = (what: string, id: string, order: string) =>
      everywhere(all, what, async (page) => (await page.hand(id)) === order)

    // Their own doing.
    await ann.at('mic').click()
    await rowIs('Ann muted', 'Ann', ({ muted }) => muted)
    await ann.at('mic').click()
    await rowIs('Ann open', 'Ann', ({ muted }) => !muted)
    await bob.at('camera').click()
    await rowIs('no camera', 'Bob', ({ cameraOpen }) => !cameraOpen)
    await bob.at('camera').click()
    await rowIs('a camera', 'Bob', ({ cameraOpen }) => cameraOpen)
    await bob.at('hand').click()
    await handIs('the first hand', ids.bob, '1')
    await ann.at('hand').click()
    await handIs('the second hand', ids.ann, '2')
    await bob.at('hand').click()
    await handIs('the second moves up', ids.ann, '1')
    await handIs('the first is down', ids.bob, '')

    // The host's and the program's.
    await host.chooses('lock')
    await everywhere(all, 'the lock', (page) => page.at('locked').isVisible())
    await host.chooses('lock')
    await everywhere(all, 'no lock', async (page) => (await page.at('locked').count()) === 0)
    await program('rename', { memberId: ids.ann, displayName: 'Anna' })
    await rowIs('the name', 'Anna', () => true)
    await program('muteAll', { allowUnmute: false })
    for (const name of ['Anna', 'Bob']) await rowIs(`${name} muted`, name, ({ muted }) => muted)
    expect((await host.row('Li Wei'))?.muted).toBe(false)
    await ann.at('mic').click()
    await ann.toast('You are muted until the host allows')
    expect(ann.frames.refusals('conference.unmute')).toEqual([738])
    expect(await ann.sendsSound()).toBe(false)

    // To be allowed to speak opens nothing; to be asked to opens nothing before one's own hand does.
    await program('unmute', { memberIds: [ids.ann] })
    await ann.toast(/lets you speak|You may speak|asks you to unmute/)
    await program('unmute', { memberIds: [ids.bob] })
    await program('requestUnmute', { memberId: ids.bob })
    const asked = bob.at('toast').filter({ hasText: 'asks you to unmute' })
    await asked.waitFor()
    await Promise.all([ann, bob].map(({ page }) => page.waitForTimeout(500)))
    for (const name of ['Anna', 'Bob']) await rowIs(`${name} still muted`, name, ({ muted }) => muted)
    expect([await ann.sendsSound(), await bob.sendsSound()]).toEqual([false, false])
    await asked.getByTestId('toast-action').click()
    await rowIs('Bob open', 'Bob', ({ muted }) => !muted)

    await program('setChair', { memberId: ids.ann })
    await rowIs('Anna in the chair', 'Anna', ({ role }) => role === 'chair')
    await rowIs('Li Wei out of it', 'Li Wei', ({ role }) => role !== 'chair')

    expect(bob.frames.gaps()).toEqual([])
    const bobGone = () =>
      everywhere([host, ann], 'Bob gone', async (page) => (await page.row('Bob')) === undefined)
    await program('kick', { memberIds: [ids.bob] })
    await bobGone()
    await bob.until('told', async () => /removed/.test(await bob.headline()), A_SECOND)
    // With the link, whoever was removed is somebody new.
    await bob.page.goto(info.guestJoinUri)
    await bob.join('Bob')
    await program('kick', { memberIds: [await ann.idOf('Bob')], ban: true })
    await bobGone()
    await bob.until('told', async () => /removed/.test(await bob.headline()), A_SECOND)
    await bob.page.reload()
    await bob.until('still told', async () => /removed/.test(await bob.headline()))

    for (const { frames } of [host, ann]) expect(frames.gaps()).toEqual([])
  })
})

async function pin({ tile, at }: Watched, id: string): Promise<void> {
  await tile(id).hover()
  await tile(id).getByTestId('tile-menu').click()
  await at('pin').click()
}

/** The shared screen in the big place is a picture that changes. */
async function moves({ page, at, until }: Watched): Promise<void> {
  const shown = () =>
    at('screen-picture').evaluate(
      (video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
    )
  await until('a moving screen', async () => {
    const before = await shown()
    await page.waitForTimeout(400)
    return (await shown()) > before
  })
}

async function write({ at }: Watched, text: string, to = ''): Promise<void> {
  await at('chat-to').selectOption(to)
  await at('chat-input').fill(text)
  await at('chat-input').press('Enter')
}

const reads = ({ at }: Pick<Watched, 'at'>, text: string) =>
  at('chat-message').filter({ hasText: text }).isVisible()
