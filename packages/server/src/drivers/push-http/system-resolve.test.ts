import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createHostsFile } from './hosts-file.ts'
import type { ResolvedAddress } from './resolve-target.ts'
import { createSystemResolve } from './system-resolve.ts'

const cleanups: (() => unknown)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const A = 1
const AAAA = 28
type Said = { addresses: number[][] } | { code: number } | 'nothing'

/** A name server that says what `say` has; counts what it is asked. */
async function nameServer(say: (name: string, type: number) => Said) {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    while (query[at]) {
      const length = query[at] ?? 0
      labels.push(query.toString('latin1', at + 1, at + 1 + length))
      at += length + 1
    }
    const type = query.readUInt16BE(at + 1)
    const question = query.subarray(12, at + 5)
    const name = labels.join('.').toLowerCase()
    asked.push(`${name} ${type}`)
    const said = say(name, type)
    if (said === 'nothing') return
    const addresses = 'addresses' in said ? said.addresses : []
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(0x8180 | ('code' in said ? said.code : 0), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(addresses.length, 6)
    const records = addresses.map((bytes) => {
      const record = Buffer.alloc(12)
      record.writeUInt16BE(0xc00c, 0)
      record.writeUInt16BE(type, 2)
      record.writeUInt16BE(1, 4)
      record.writeUInt32BE(60, 6)
      record.writeUInt16BE(bytes.length, 10)
      return Buffer.concat([record, Buffer.from(bytes)])
    })
    socket.send(Buffer.concat([header, question, ...records]), from.port, from.address)
  })
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  cleanups.push(() => socket.close())
  return { servers: [`127.0.0.1:${socket.address().port}`], asked }
}

function hostsFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hosts-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'hosts')
  writeFileSync(path, text)
  return path
}

const none = join(tmpdir(), 'no-such-hosts-file')
const never = () => Promise.reject(new Error('asked the system'))
const NXDOMAIN = { code: 3 }
const SERVFAIL = { code: 2 }

describe('resolving', () => {
  it('gives every address of both families', async () => {
    const { servers } = await nameServer((_name, type) => ({
      addresses:
        type === A
          ? [
              [192, 0, 2, 1],
              [10, 0, 0, 5],
            ]
          : [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    }))
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup: never })
    expect(await resolve('Mixed.Test')).toEqual(
      expect.arrayContaining([
        { address: '192.0.2.1', family: 4 },
        { address: '10.0.0.5', family: 4 },
        { address: '2001:db8::1', family: 6 },
      ]),
    )
  })

  it('[D42] a hundred names whose servers hang keep no other name waiting', async () => {
    const { servers } = await nameServer((name) =>
      name === 'healthy.test' ? { addresses: [[192, 0, 2, 1]] } : 'nothing',
    )
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup: never })
    const hanging = Array.from({ length: 100 }, (_, no) =>
      resolve(`dead-${no}.test`).catch((error: unknown) => error),
    )
    let answered = false
    void Promise.race(hanging).then(() => {
      answered = true
    })
    expect(await resolve('healthy.test')).toContainEqual({ address: '192.0.2.1', family: 4 })
    expect(answered, 'the others were still hanging').toBe(false)
    for (const error of await Promise.all(hanging)) expect(error).toMatchObject({ code: 'ETIMEOUT' })
  }, 15_000)

  it('does not wait long for a family of which nothing is said', async () => {
    const { servers } = await nameServer((_name, type) =>
      type === AAAA ? 'nothing' : { addresses: [[192, 0, 2, 1]] },
    )
    const start = performance.now()
    expect(await createSystemResolve({ hostsFile: none, servers, lookup: never })('half.test')).toHaveLength(
      1,
    )
    expect(performance.now() - start).toBeLessThan(1_500)
  })

  it('asks once for attempts that begin together, and anew for the next', async () => {
    const { servers, asked } = await nameServer((_name, type) => ({
      addresses: type === A ? [[192, 0, 2, 1]] : [],
    }))
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup: never })
    await Promise.all(Array.from({ length: 20 }, () => resolve('one.test')))
    expect(asked).toHaveLength(2)
    await resolve('one.test')
    expect(asked).toHaveLength(4)
  })

  it('leaves to the system what name servers do not know, two at once', async () => {
    const { servers } = await nameServer(() => NXDOMAIN)
    let running = 0
    let most = 0
    const lookup = async (): Promise<ResolvedAddress[]> => {
      running += 1
      most = Math.max(most, running)
      await wait(20)
      running -= 1
      return [{ address: '192.168.1.7', family: 4 }]
    }
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup })
    const found = await Promise.all(Array.from({ length: 9 }, (_, no) => resolve(`printer-${no}.local`)))
    expect(found.flat()).toHaveLength(9)
    expect(most).toBe(2)
  })

  it('does not ask the system again and again about what it does not know either', async () => {
    const { servers } = await nameServer(() => NXDOMAIN)
    let lookups = 0
    const lookup = () => {
      lookups += 1
      return Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    }
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup })
    for (let no = 0; no < 3; no += 1)
      await expect(resolve('gone.test')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    expect(lookups).toBe(1)
  })

  it('does not leave to the system what a name server cannot tell', async () => {
    const { servers } = await nameServer(() => SERVFAIL)
    const resolve = createSystemResolve({ hostsFile: none, servers, lookup: never })
    await expect(resolve('broken.test')).rejects.toMatchObject({ code: 'ESERVFAIL' })
  })
})

describe('the hosts file', () => {
  const text =
    '127.0.0.1 localhost # here\n::1 localhost ip6-localhost\n\n# 1.2.3.4 no\n10.1.2.3\tReceiver.Lan receiver\nnonsense x\n'

  it('comes before all name servers, in any case and with a point at the end', async () => {
    const resolve = createSystemResolve({
      hostsFile: hostsFile(text),
      servers: ['127.0.0.1:1'],
      lookup: never,
    })
    for (const name of ['receiver', 'RECEIVER.lan', 'receiver.lan.'])
      expect(await resolve(name)).toEqual([{ address: '10.1.2.3', family: 4 }])
    expect(await resolve('localhost')).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])
    await expect(resolve('x')).rejects.toThrow('asked the system')
  })

  it('is read again when it changes', () => {
    const path = hostsFile('10.0.0.1 a\n')
    const find = createHostsFile(path, 0)
    expect(find('a')?.[0]?.address).toBe('10.0.0.1')
    writeFileSync(path, '10.0.0.2 a\n')
    utimesSync(path, 1, 1)
    expect(find('a')?.[0]?.address).toBe('10.0.0.2')
  })
})
