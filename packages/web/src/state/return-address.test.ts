import { describe, expect, it } from 'vitest'
import { readLink } from './meeting-target.ts'
import { readReturn, withoutReturn } from './return-address.ts'

const at = (returnTo: string) =>
  new URL(`https://meet.example/gzbwclient/conference/aB3xMTIz?returnTo=${encodeURIComponent(returnTo)}`)
const trusted = ['https://crm.example', 'http://intra.example:8080']

describe('a return address', () => {
  it.each([
    ['https://crm.example/case/7?x=1#notes', 'https://crm.example/case/7?x=1#notes', 'crm.example'],
    ['http://intra.example:8080/', 'http://intra.example:8080/', 'intra.example:8080'],
    ['/', 'https://meet.example/', 'meet.example'],
    ['/console', 'https://meet.example/console', 'meet.example'],
  ])('%s is taken', (text, href, site) => {
    expect(readReturn(at(text), trusted)).toEqual({ href, site })
  })

  it.each([
    'https://evil.example/',
    'https://crm.example.evil.example/',
    'https://crm.example@evil.example/',
    'https://user:word@crm.example/',
    'https://crm.example:8443/',
    'http://crm.example/',
    '//evil.example/',
    String.raw`\\evil.example`,
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://crm.example/1',
    '',
    'https://',
  ])('%s is as if it were not there', (text) => {
    expect(readReturn(at(text), trusted)).toBeNull()
  })

  it('is none by default', () => {
    expect(readReturn(at('https://crm.example/'), [])).toBeNull()
  })

  it('does not reach the server, which knows nothing of it', () => {
    const url = new URL('https://meet.example/gzbwclient/conference/aB3x?e=1&returnTo=%2Fx&k=2#h=key')
    expect(readLink(withoutReturn(url))).toEqual({ segment: 'aB3x?e=1&k=2', hostKey: 'key' })
    const bare = new URL('https://meet.example/gzbwclient/conference/aB3x?returnTo=%2Fx')
    expect(readLink(withoutReturn(bare))).toEqual({ segment: 'aB3x' })
  })
})
