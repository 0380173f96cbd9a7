import { FakeClock } from '@parley/core/memory'
import { describe, expect, it } from 'vitest'
import type { Frame } from '#sockets/frame.ts'
import { createCadence } from './cadence.ts'
import { createOutbox } from './outbox.ts'
import { notice, Piece } from './piece.ts'

function outboxOf({ batch }: { batch: boolean }) {
  const sent: string[] = []
  const outbox = createOutbox({
    send: ({ text }: Frame) => void sent.push(text),
    together: (pieces) => notice('together', { pieces: pieces.map(({ text }) => text) }),
    cadence: batch ? createCadence(new FakeClock()) : null,
    silent: false,
  })
  return { sent, outbox }
}

describe.each([{ batch: false }, { batch: true }])(
  'what a reader is still to be sent ($batch)',
  ({ batch }) => {
    it('is held until the answer has gone', () => {
      const { sent, outbox } = outboxOf({ batch })
      outbox.put(new Piece('{}'))
      expect(sent).toEqual([])
      outbox.release()
      expect(sent).toHaveLength(1)
    })

    it('is forgotten when the reader turns away, before the answer has gone too', () => {
      const { sent, outbox } = outboxOf({ batch })
      outbox.put(new Piece('{}'))
      outbox.silence()
      outbox.release()
      outbox.put(new Piece('{}'))
      outbox.flush()
      expect(sent).toEqual([])
    })
  },
)

it('goes out in several pieces where one frame would be too large', () => {
  const { sent, outbox } = outboxOf({ batch: true })
  const large = JSON.stringify('x'.repeat(100 * 1024))
  for (let at = 0; at < 5; at++) outbox.put(new Piece(large))
  outbox.release()
  expect(sent.map((text) => JSON.parse(text).params.pieces.length)).toEqual([2, 2, 1])
})
