import { describe, expect, it } from 'vitest'
import { linkOf, readTarget } from './meeting-target.ts'

const origin = 'https://meet.example'

describe('what is typed at the start page', () => {
  it.each(['123456789', ' 123 456 789 ', '123-456-789'])('%s is a meeting number', (text) => {
    expect(readTarget(text, origin)).toEqual({ is: 'number', confId: '123456789' })
  })

  it('takes the link of this server', () => {
    expect(readTarget(`${origin}/gzbwclient/conference/aB3xMTIzNDU2`, origin)).toEqual({
      is: 'link',
      segment: 'aB3xMTIzNDU2',
    })
  })

  it('finds the link inside a pasted invitation', () => {
    const invitation = `Weekly review\nJoin: ${origin}/gzbwclient/conference/aB3xMTIzNDU2\nPassword: 1234`
    expect(readTarget(invitation, origin)).toEqual({ is: 'link', segment: 'aB3xMTIzNDU2' })
  })

  it('keeps the key of a host link apart from what is sent in the path', () => {
    expect(readTarget(`${origin}/gzbwclient/conference/aB3xMTIz#h=k-_1`, origin)).toEqual({
      is: 'link',
      segment: 'aB3xMTIz',
      hostKey: 'k-_1',
    })
  })

  it.each([
    (link: string) => `${link}/`,
    (link: string) => `Join us here: ${link}.`,
    (link: string) => `(${link})`,
    (link: string) => `<${link}>`,
    (link: string) => `会议链接：${link}，密码另发。`,
    (link: string) => `请点击${link}。`,
  ])('leaves out what the sentence around a link adds: %#', (around) => {
    const text = around(`${origin}/gzbwclient/conference/aB3xMTIz`)
    expect(readTarget(text, origin)).toEqual({ is: 'link', segment: 'aB3xMTIz' })
  })

  it('keeps the query of a signed link', () => {
    expect(readTarget(`${origin}/gzbwclient/conference/x?e=1&k=2`, origin)).toEqual({
      is: 'link',
      segment: 'x?e=1&k=2',
    })
  })

  it('makes of a host link the link for anybody', () => {
    const target = readTarget(`${origin}/gzbwclient/conference/aB3x?e=1#h=secret`, origin)
    expect(target.is === 'link' && linkOf(target.segment, origin)).toBe(
      `${origin}/gzbwclient/conference/aB3x?e=1`,
    )
  })

  it.each([
    '',
    '12345678',
    '0123456789',
    'hello',
    'https://other.example/gzbwclient/conference/aB3xMTIzNDU2',
    `${origin}/somewhere`,
    `${origin}/gzbwclient/conference/a/b`,
    'https://',
  ])('%j is nothing we can enter', (text) => {
    expect(readTarget(text, origin)).toEqual({ is: 'nothing' })
  })
})
