import type { Conference, Layout, Run, Spotlight } from '@parley/core'
import { type Eyes, identityOf } from './identity.ts'

export type People = Conference['people']
type Picture = Layout['pictures'][number]

/** Values of `mode` ([HW] 2.4); a layout for everybody is the broadcast of several pictures. */
export const MODES = {
  nobody: 'FREE',
  broadcast: 'BROADCAST',
  rollCall: 'ROLLCALL',
  layout: 'FIXED',
} as const satisfies Record<Spotlight['on'], string>

/** Seconds, where no layout says it ([HW] 2.4). */
const PERIOD = 10

/** How long each of several people in one place is shown. */
export function periodOf(spotlight: Spotlight): number {
  return spotlight.on === 'layout' ? spotlight.layout.switchSeconds : PERIOD
}

export function picturesOf(spotlight: Spotlight): Layout['pictures'] {
  return spotlight.on === 'layout' ? spotlight.layout.pictures : []
}

/** The wire names people in pictures by their numbers; who is gone meanwhile by the participant id. */
export function pictureIds({ participantIds }: Picture, people: People, eyes: Eyes): string[] {
  return participantIds.map((id) => {
    const person = people[id]
    return person ? identityOf(person, eyes).number : id
  })
}

/** CustomMultiPicNotify ([HW] 2.4): the composed view everybody gets, none when `picNum` is 0. */
export function pictureInfo(people: People, { spotlight }: Pick<Run, 'spotlight'>, eyes: Eyes) {
  const pictures = picturesOf(spotlight)
  return {
    // Of layouts alone: one person's picture is the business of ConfDynamicInfoNotify.
    mode: MODES[spotlight.on === 'layout' ? 'layout' : 'nobody'],
    picInfos: pictures.map((picture) => ({
      index: picture.index,
      id: pictureIds(picture, people, eyes),
      picUserList: picture.participantIds.map((userId) => ({ userId })),
      share: picture.share ? 1 : 0,
      isAutoPollingPic: picture.participantIds.length > 1 ? 1 : 0,
    })),
    picLayout: gridOf(pictures),
    picNum: pictures.length,
    period: periodOf(spotlight),
    vas: 0,
    skipEmptyPic: false,
  }
}

/** Equal places, row by row: nothing here composes the picture, so nobody gave other ones. */
function gridOf(pictures: readonly Picture[]) {
  const x = Math.ceil(Math.sqrt(pictures.length))
  const y = x === 0 ? 0 : Math.ceil(pictures.length / x)
  const places = pictures.map(({ index }, at) => ({
    id: index,
    left: at % x,
    top: Math.floor(at / x),
    xSize: 1,
    ySize: 1,
  }))
  return { x, y, subPicLayoutInfoList: places }
}
