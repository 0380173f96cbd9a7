import type { CaptionView } from '@parley/protocol'
import type { Clock } from './clock.ts'
import { createStore, type Store } from './store.ts'

export type CaptionLine = { id: string; text: string; language: string; final: boolean }
/** The last lines of one speaker. */
export type CaptionBlock = { memberId: string | null; lines: readonly CaptionLine[] }

export type CaptionsState = {
  /** Shown on this page. */
  on: boolean
  /** BCP 47; null: as spoken. */
  language: string | null
  offered: readonly string[] | null
  blocks: readonly CaptionBlock[]
}

export type Captions = {
  store: Store<CaptionsState>
  show: (on: boolean) => void
  choose: (language: string | null) => void
  follow: (offered: readonly string[] | null, lines: readonly CaptionView[]) => void
}

const perSpeaker = 2
/** A line that nothing follows is read by then. */
const staleMs = 10_000

/** The last two lines of each who spoke lately, in the order of speaking, in the language that was chosen. */
export function captionBlocks(lines: readonly CaptionView[], language: string | null): CaptionBlock[] {
  const blocks: { memberId: string | null; lines: CaptionLine[] }[] = []
  for (const { lineId, memberId, texts, final } of lines) {
    const said = texts.find((one) => one.language === language) ?? texts[0]
    if (!said) continue
    let block = blocks.find((one) => one.memberId === memberId)
    if (block) blocks.splice(blocks.indexOf(block), 1)
    else block = { memberId, lines: [] }
    block.lines = [...block.lines, { id: lineId, text: said.text, language: said.language, final }].slice(
      -perSpeaker,
    )
    blocks.push(block)
  }
  return blocks
}

export function createCaptions(clock: Clock): Captions {
  const store = createStore<CaptionsState>({ on: true, language: null, offered: null, blocks: [] })
  /** When a line was last longer than before. */
  const heardAt = new Map<string, { line: CaptionView; at: number }>()
  let lines: readonly CaptionView[] = []
  let cancel = (): void => undefined

  const draw = () => {
    cancel()
    const now = clock.now()
    const fresh = lines.filter((line) => now - (heardAt.get(line.lineId)?.at ?? now) < staleMs)
    const next = fresh.reduce((soonest, line) => {
      const at = heardAt.get(line.lineId)?.at ?? now
      return Math.min(soonest, at + staleMs - now)
    }, Number.POSITIVE_INFINITY)
    if (Number.isFinite(next)) cancel = clock.after(next, draw)
    store.update((state) => ({ ...state, blocks: captionBlocks(fresh, state.language) }))
  }

  return {
    store,
    show: (on) => store.update((state) => ({ ...state, on })),
    choose: (language) => {
      store.update((state) => ({ ...state, language }))
      draw()
    },
    follow: (offered, next) => {
      const before = store.get()
      if (before.offered !== offered) {
        // A language that is not offered any more falls back to what is spoken.
        const language = offered?.includes(before.language ?? '') ? before.language : null
        store.update((state) => ({ ...state, offered, language }))
      }
      if (next === lines) return
      lines = next
      const kept = new Set(lines.map(({ lineId }) => lineId))
      for (const id of heardAt.keys()) if (!kept.has(id)) heardAt.delete(id)
      for (const line of lines)
        if (heardAt.get(line.lineId)?.line !== line) heardAt.set(line.lineId, { line, at: clock.now() })
      draw()
    },
  }
}
