import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Keyring } from '../ports/keyring.ts'
import type { Open, Opened } from './harness.ts'

/** What every `Keyring` must keep to. */
export function keyringContract(name: string, open: Open<Keyring>): void {
  describe(`keyring: ${name}`, () => {
    let opened: Opened<Keyring>
    let keyring: Keyring
    beforeEach(async () => {
      opened = await open()
      keyring = opened.port
    })
    afterEach(() => opened.close())

    it('knows nothing at first', async () => {
      expect(await keyring.get('seal')).toBeNull()
    })

    it('keeps what was put, and what was put over it', async () => {
      await keyring.put('seal', 'one')
      expect(await opened.peer.get('seal')).toBe('one')
      await keyring.put('seal', 'two')
      expect(await keyring.get('seal')).toBe('two')
      expect(await keyring.get('SEAL')).toBeNull()
    })

    it('puts only where nothing is', async () => {
      expect(await keyring.putIfAbsent('seal', 'one')).toBe('one')
      expect(await keyring.putIfAbsent('seal', 'two')).toBe('one')
      expect(await keyring.get('seal')).toBe('one')
    })

    it('answers the same to all that put at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          (at % 2 === 0 ? keyring : opened.peer).putIfAbsent('seal', `value ${at}`),
        ),
      )
      expect(new Set(answers).size).toBe(1)
      expect(await keyring.get('seal')).toBe(answers[0])
    })
  })
}
