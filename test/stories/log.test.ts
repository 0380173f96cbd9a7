import { describe, expect, test } from 'vitest'
import { createApi, type LogEvent, type Page } from '../support/api.ts'
import { startedConference } from '../support/huawei-client.ts'
import { checkFold } from '../support/kills.ts'
import { guestInside } from '../support/people.ts'
import { callRpc } from '../support/rpc.ts'
import { API_KEY, serverForAll } from '../support/server.ts'

const server = serverForAll()
const MEDIA = { audio: true, video: true }

describe('GET /api/v1/events', () => {
  test('L2, L7: paged by cursor while others write, it misses nothing, shows nothing twice and keeps the order', async () => {
    const api = createApi(server)
    const meetings = await Promise.all(
      Array.from({ length: 4 }, async (_, at) => {
        const { info, control } = await startedConference(server, { subject: `Log ${at}` })
        const guest = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
        return { info, control, guest }
      }),
    )
    let writing = true
    const seen: LogEvent[] = []
    const read = async (): Promise<void> => {
      let after: string | undefined
      for (;;) {
        const query: Record<string, string | number> = { limit: 7, ...(after === undefined ? {} : { after }) }
        const { json } = await api.call<Page>('GET', '/events', { query })
        seen.push(...json.data)
        if (json.data.length === 0 && !writing) return
        after = json.next
      }
    }
    const reading = read()
    await Promise.all(
      meetings.map(async ({ control, guest }) => {
        for (let times = 0; times < 25; times++) {
          await control.mute(guest.memberId, times % 2 === 0 ? 1 : 0)
          await control.lock(times % 2 === 0 ? 1 : 0)
        }
      }),
    )
    writing = false
    await reading
    const whole = await api.events()
    expect(seen).toEqual(whole)
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
    expect(whole.length).toBeGreaterThan(200)
    for (const { info } of meetings) {
      const own = await api.eventsOf(info.conferenceID)
      expect(own).toEqual(whole.filter(({ conferenceId }) => conferenceId === info.conferenceID))
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, at) => at + 1))
      await checkFold(server, own, info.conferenceID)
    }
  })

  test('tells who did what by which way, and gives the events of one command one cause', async () => {
    const { info, control } = await startedConference(server)
    const boss = await guestInside(server, info.chairJoinUri, 'Boss', { media: MEDIA })
    const li = await guestInside(server, info.guestJoinUri, 'Li', { media: MEDIA })
    await boss.conference.muteAll()
    await control.lock(1)
    await callRpc(server, 'conference.unlock', { confId: info.conferenceID }, API_KEY)
    const events = await createApi(server).eventsOf(info.conferenceID)
    const of = (type: string) => events.filter((event) => event.type === type)
    expect(of('ConferenceScheduled')[0]).toMatchObject({ via: 'rest', actor: { is: 'user', name: 'Admin' } })
    expect(of('MuteAllChanged')[0]).toMatchObject({
      via: 'page',
      actor: { is: 'guest', name: 'Boss', participantId: boss.memberId },
    })
    expect(of('MicChanged')[0]).toMatchObject({
      cause: of('MuteAllChanged')[0]?.cause,
      data: { participantId: li.memberId, open: false },
    })
    expect(of('LockChanged').map(({ via, actor }) => [via, actor.is])).toEqual([
      ['rest', 'token'],
      ['rpc', 'key'],
    ])
    const times = events.map(({ time }) => time)
    expect(times).toEqual([...times].sort())
    const [scheduled] = events
    expect(scheduled?.data).not.toHaveProperty('sealed')
  })

  test('A6: needs the API key; a login’s token is none', async () => {
    const { program, info } = await startedConference(server)
    for (const key of ['', 'wrong-key-wrong-key', program.accessToken]) {
      for (const path of ['/events', `/conferences/${info.conferenceID}/events`, '/rules', '/deliveries']) {
        const answer = await createApi(server, key).call<{ code: string }>('GET', path)
        expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated'])
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
        expect(answer.headers.get('content-type')).toContain('application/problem+json')
      }
    }
  })

  test('unknown conferences, foreign cursors and limits out of range are told', async () => {
    const api = createApi(server)
    for (const [path, status, code] of [
      ['/conferences/999999999/events', 404, 'no-conference'],
      ['/conferences/x/events', 404, 'no-conference'],
      ['/events?after=zzz', 400, 'invalid'],
      ['/events?limit=0', 400, 'invalid'],
      ['/events?limit=1001', 400, 'invalid'],
      ['/events?colour=red', 400, 'invalid'],
      ['/nothing', 404, 'not-found'],
    ] as const) {
      const answer = await api.call<{ code: string; status: number }>('GET', path)
      expect([path, answer.status, answer.json]).toEqual([
        path,
        status,
        expect.objectContaining({ code, status }),
      ])
    }
  })
})
