import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './read-config.ts'

const noFiles = (): string => {
  throw new Error('no such file')
}

function problems(env: Record<string, string>, readFile = noFiles): readonly string[] {
  try {
    readConfig(env, readFile)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

describe('the settings', () => {
  it('without any, the server listens on this machine only, with SQLite and a demo', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      PARLEY_PORT: 8080,
      PARLEY_HOST: '127.0.0.1',
      PARLEY_DATABASE_URL: '',
      PARLEY_DEMO: 'on',
      scheme: 'http',
    })
    expect(config.PARLEY_PUSH_ALLOW).toEqual([])
  })

  it('an empty value is no value', () => {
    expect(readConfig({ PARLEY_PORT: '' }).PARLEY_PORT).toBe(8080)
  })

  it('everything wrong is told at once, each in words', () => {
    const told = problems({
      PARLEY_PORT: '80x',
      PARLEY_PUBLIC_URL: 'meet.example.org',
      PARLEY_ICE_SERVERS: '{"urls":1}',
      PARLEY_PUSH_ALLOW: '10.0.0.0/8, home',
      PARLEY_EVENT_TIME_ZONE: 'Mars/Olympus',
      PARLEY_TRUST_PROXY: 'nginx',
      PARLEY_DATABASE_URL: 'postgres://x',
    })
    expect(told).toHaveLength(7)
    expect(told[0]).toBe('PARLEY_PORT is not a whole number')
    expect(told.join('\n')).toContain('has "home"')
    expect(told.join('\n')).toContain('https://meet.example.org')
  })

  it('a secret comes from a file, but not from both places, and only secrets do', () => {
    expect(
      readConfig({ PARLEY_API_KEY_FILE: '/run/key' }, () => 'a-key-of-16-characters\n').PARLEY_API_KEY,
    ).toBe('a-key-of-16-characters')
    expect(
      problems(
        { PARLEY_API_KEY_FILE: '/run/key', PARLEY_API_KEY: 'another-key-of-16' },
        () => 'a-key-of-16-characters',
      ),
    ).toHaveLength(1)
    expect(problems({ PARLEY_API_KEY_FILE: '/run/key' })[0]).toContain('PARLEY_API_KEY_FILE cannot be read')
    expect(readConfig({ PARLEY_PORT_FILE: '/x' }).warnings).toEqual([
      'PARLEY_PORT_FILE is no setting of Parley',
    ])
  })

  it.each([
    ['{"member_join":"member_enter","lock_on":"x:1"}', []],
    ['{}', []],
    ['{"member_enter":"x"}', ['PARLEY_EVENT_ACTIONS has "member_enter", which is no action']],
    ['{"rename":""}', ['PARLEY_EVENT_ACTIONS has no word of 1-64 letters, digits, _ - . : for "rename"']],
    ['{"rename":7}', ['PARLEY_EVENT_ACTIONS has no word of 1-64 letters, digits, _ - . : for "rename"']],
    ['[]', ['PARLEY_EVENT_ACTIONS is not a JSON object like {"member_join":"member_enter"}']],
    ['member_join', ['PARLEY_EVENT_ACTIONS is not a JSON object like {"member_join":"member_enter"}']],
  ])('words for actions: %s', (text, told) => {
    expect(problems({ PARLEY_EVENT_ACTIONS: text })).toEqual(told)
  })

  it('an access key needs its secret, and neither has what would break a signature', () => {
    const apart = ['PARLEY_ACCESS_KEY_ID and PARLEY_ACCESS_KEY_SECRET belong together']
    expect(problems({ PARLEY_ACCESS_KEY_ID: 'some-id' })).toEqual(apart)
    expect(problems({ PARLEY_ACCESS_KEY_SECRET: 'a-secret-of-some-length' })).toEqual(apart)
    expect(problems({ PARLEY_ACCESS_KEY_ID: 'a:b c', PARLEY_ACCESS_KEY_SECRET: 'short' })).toHaveLength(2)
  })

  it('a certificate needs its key', () => {
    expect(problems({ PARLEY_TLS_CERT: '/c.pem' })).toEqual([
      'PARLEY_TLS_CERT and PARLEY_TLS_KEY belong together',
    ])
    expect(readConfig({ PARLEY_TLS_CERT: '/c.pem', PARLEY_TLS_KEY: '/k.pem' }).scheme).toBe('https')
    expect(readConfig({ PARLEY_TLS: 'self-signed' }).scheme).toBe('https')
  })

  it('names nobody knows are warned of', () => {
    expect(readConfig({ PARLEY_PROT: '1' }).warnings).toEqual(['PARLEY_PROT is no setting of Parley'])
  })
})
