import type { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as ws from 'ws'
import { frame } from './frame.ts'

/** Exported by `ws` since 8.6, not yet in its types. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean; skipUTF8Validation: boolean }) => Writable
}

/** What a client's parser makes of the bytes. */
function read(wire: Buffer): Promise<{ text: string; isBinary: boolean }> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ isServer: false, skipUTF8Validation: false })
    receiver.on('message', (data: Buffer, isBinary: boolean) =>
      resolve({ text: data.toString('utf8'), isBinary }),
    )
    receiver.on('error', reject)
    receiver.write(wire)
  })
}

describe('a frame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])('of %i bytes is read as it was', async (length) => {
    const text = 'x'.repeat(length)
    const one = frame(text)
    expect(one.text).toBe(text)
    expect(await read(one.wire)).toEqual({ text, isBinary: false })
    expect(one.wire.length - length).toBe(length <= 125 ? 2 : length <= 65_535 ? 4 : 10)
  })

  it('counts bytes, not characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        expect((await read(frame(text).wire)).text).toBe(text)
      }),
    )
  })
})
