import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '#config/read-config.ts'
import { whyNotStarted } from './why-not-started.ts'

describe('a start that fails', () => {
  it('says in a sentence what the operator can mend, and where', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'parley-')), 'cert.pem')
    let thrown: unknown
    try {
      readFileSync(path)
    } catch (error) {
      thrown = error
    }
    expect(whyNotStarted(thrown)).toBe(
      `Parley could not start: ENOENT: no such file or directory, open '${path}' (PARLEY_TLS_CERT, PARLEY_TLS_KEY, PARLEY_DATA_DIR)`,
    )
    expect(whyNotStarted(new ConfigError(['PARLEY_PORT is above 65535']))).toBe(
      'The settings are not usable:\n  - PARLEY_PORT is above 65535',
    )
  })

  it('says so of the database and of the certificate too', () => {
    const failed = (message: string, code: string): Error => Object.assign(new Error(message), { code })
    expect(whyNotStarted(failed('file is not a database', 'SQLITE_NOTADB'))).toContain('(PARLEY_DATA_DIR)')
    expect(whyNotStarted(failed('ConnectionFailed("Unable to open…")', ''))).toContain('(PARLEY_DATA_DIR)')
    const mismatch = failed('key values mismatch', 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')
    expect(whyNotStarted(mismatch)).toContain('(PARLEY_TLS_CERT, PARLEY_TLS_KEY)')
  })

  it('shows a fault of the program whole', () => {
    const fault = new TypeError('x is undefined')
    expect(whyNotStarted(fault)).toBe(fault)
  })
})
