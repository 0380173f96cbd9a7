import { describe, expect, it } from 'vitest'
import type { Trouble } from './device-trouble.ts'
import { halfTrouble, wholeTrouble } from './device-words.ts'
import type { Device } from './devices.ts'

const works: Device = { track: {} as MediaStreamTrack, on: true, trouble: null }
const off: Device = { track: null, on: false, trouble: null }
const without = (trouble: Trouble): Device => ({ track: null, on: false, trouble })

describe('what is said of devices', () => {
  it('that both are kept away: one sentence for both', () => {
    expect(wholeTrouble({ audio: without('denied'), video: without('denied') })).toBe('denied')
    expect(wholeTrouble({ audio: off, video: without('missing') })).toBe('missing')
  })
  it('nothing, as long as one of them works or both are only off', () => {
    expect(wholeTrouble({ audio: works, video: without('denied') })).toBeNull()
    expect(wholeTrouble({ audio: off, video: off })).toBeNull()
  })
  it.each([
    ['denied', 'door.onlyMicDenied', 'door.onlyCameraDenied'],
    ['dismissed', 'door.onlyMicDenied', 'door.onlyCameraDenied'],
    ['system', 'door.onlyMicDenied', 'door.onlyCameraDenied'],
    ['busy', 'door.onlyMicBusy', 'door.onlyCameraBusy'],
    ['missing', 'door.onlyMic', 'door.onlyCamera'],
  ] as const)('that one is kept away (%s) and the other works', (trouble, noCamera, noMicrophone) => {
    expect(halfTrouble({ audio: works, video: without(trouble) })).toBe(noCamera)
    expect(halfTrouble({ audio: without(trouble), video: works })).toBe(noMicrophone)
  })
  it('nothing of one that works', () => {
    expect(halfTrouble({ audio: works, video: works })).toBeNull()
  })
})
