import type { MemberView } from '@parley/protocol'
import { describe, expect, it } from 'vitest'
import type { ConferencePhase } from '../conference/phase.ts'
import { RpcError } from '../errors.ts'
import { emptyMirror } from '../mirror/state.ts'
import { createStore } from '../store.ts'
import { settle } from '../testing/fake-clock.ts'
import { FakeTrack } from '../testing/fake-rtc.ts'
import { aJoin, aMember, idOf } from '../testing/views.ts'
import { createShare } from './share.ts'

const setup = (me: Partial<MemberView> = {}) => {
  const self = idOf(1)
  const { media } = aJoin()
  const phase = createStore<ConferencePhase>({
    is: 'inside',
    memberId: self,
    media,
    resumed: false,
    watching: false,
  })
  const mirror = createStore({
    ...emptyMirror('1'),
    version: 1,
    fresh: true,
    members: new Map([[self, aMember(1, me)]]),
  })
  const said: string[] = []
  const errors: unknown[] = []
  let startShare = async () => ({ version: 2 })
  const screens: unknown[] = []
  const tracks = [new FakeTrack('video'), new FakeTrack('audio')] as const
  const stream = {
    getTracks: () => tracks,
    getVideoTracks: () => [tracks[0]],
    getAudioTracks: () => [tracks[1]],
  } as unknown as MediaStream
  let capture = async () => stream
  const setSharing = (sharing: boolean) => {
    const members = new Map([[self, aMember(1, { sharing })]])
    mirror.set({ ...mirror.getState(), members })
  }
  const share = createShare({
    conference: {
      getState: phase.getState,
      subscribe: phase.subscribe,
      mirror: mirror as never,
      self: () => mirror.getState().members.get(self) ?? null,
      startShare: () => {
        said.push('start')
        return startShare()
      },
      stopShare: async () => {
        said.push('stop')
        return { version: 3 }
      },
    },
    mesh: { setScreen: (given) => screens.push(given) },
    capture: () => capture(),
    onError: (error) => errors.push(error),
  })
  return {
    share,
    phase,
    said,
    errors,
    screens,
    tracks,
    stream,
    setSharing,
    answers: (next: typeof startShare) => {
      startShare = next
    },
    captures: (next: typeof capture) => {
      capture = next
    },
  }
}

const started = async () => {
  const all = setup()
  await all.share.start()
  all.setSharing(true)
  return all
}

describe('sharing the screen', () => {
  it('captures, asks the server, then sends picture and sound', async () => {
    const { share, said, screens, tracks, stream } = await started()
    expect(said).toEqual(['start'])
    expect(screens).toEqual([{ video: tracks[0], audio: tracks[1] }])
    expect(share.getState()).toEqual({ is: 'on', stream })
  })

  it('stops everywhere when the person stops it', async () => {
    const { share, said, screens, tracks } = await started()
    await share.stop()
    expect(said).toEqual(['start', 'stop'])
    expect(screens.at(-1)).toBeNull()
    expect(tracks.map((track) => track.readyState)).toEqual(['ended', 'ended'])
    expect(share.getState()).toEqual({ is: 'off' })
  })

  it("stops everywhere by the browser's own button", async () => {
    const { share, said, screens, tracks } = await started()
    tracks[0].end()
    await settle()
    expect(said).toEqual(['start', 'stop'])
    expect(screens.at(-1)).toBeNull()
    expect(share.getState().is).toBe('off')
  })

  it('ends the capture when the host ends it, without saying it again', async () => {
    const { share, said, tracks, setSharing } = await started()
    setSharing(false)
    expect(share.getState().is).toBe('off')
    expect(tracks[0].readyState).toBe('ended')
    expect(said).toEqual(['start'])
  })

  it('does not take the mirror of before the answer for an ending', async () => {
    const { share, setSharing } = setup()
    await share.start()
    setSharing(false)
    expect(share.getState().is).toBe('on')
  })

  it('captures nothing when the server refuses, and asks nothing when the person does', async () => {
    const { share, said, screens, tracks, answers, captures } = setup()
    answers(() => Promise.reject(new RpcError(603)))
    await expect(share.start()).rejects.toMatchObject({ code: 603 })
    expect(tracks[0].readyState).toBe('ended')
    expect([share.getState(), screens]).toEqual([{ is: 'off' }, []])
    captures(() => Promise.reject(new Error('NotAllowedError')))
    await expect(share.start()).rejects.toThrow('NotAllowedError')
    expect(said).toEqual(['start'])
    expect(share.getState().is).toBe('off')
  })

  it('is over when the person stops the capture while the server still thinks', async () => {
    const { share, said, screens, tracks, answers } = setup()
    answers(async () => {
      tracks[0].end()
      return { version: 2 }
    })
    await share.start()
    expect(said).toEqual(['start', 'stop'])
    expect(screens).toEqual([])
    expect(share.getState().is).toBe('off')
  })

  it('withdraws what a reloaded page is said to share', async () => {
    const { said, share } = setup({ sharing: true })
    await settle()
    expect(said).toEqual(['stop'])
    expect(share.getState().is).toBe('off')
  })

  it('lives through a loss of the connection, and ends with the meeting', async () => {
    const { share, phase, tracks } = await started()
    const inside = phase.getState()
    if (inside.is !== 'inside') throw new Error('not inside')
    phase.set({ ...inside, is: 'returning' })
    expect(share.getState().is).toBe('on')
    phase.set({ is: 'over', why: 'removed' })
    expect(share.getState().is).toBe('off')
    expect(tracks[0].readyState).toBe('ended')
  })
})
