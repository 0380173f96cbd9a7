import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import type { Config } from '#config/read-config.ts'

export type TlsPair = { cert: string; key: string }

const DAYS = 825

/** The certificate to serve with: the operator's, one made at the first start, or null for plain HTTP. */
export async function tlsPair(config: Config): Promise<TlsPair | null> {
  if (config.PARLEY_TLS_CERT !== '') {
    return {
      cert: readFileSync(config.PARLEY_TLS_CERT, 'utf8'),
      key: readFileSync(config.PARLEY_TLS_KEY, 'utf8'),
    }
  }
  return config.PARLEY_TLS === 'self-signed' ? selfSigned(config.dataDir) : null
}

async function selfSigned(dataDir: string): Promise<TlsPair> {
  const certPath = join(dataDir, 'self-signed.cert.pem')
  const keyPath = join(dataDir, 'self-signed.key.pem')
  if (!existsSync(certPath) || !existsSync(keyPath)) {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'Parley' }], {
      keySize: 2048,
      algorithm: 'sha256',
      notAfterDate: new Date(Date.now() + DAYS * 86_400_000),
      extensions: [{ name: 'subjectAltName', altNames: ownNames() }],
    })
    writeFileSync(keyPath, key, { mode: 0o600 })
    chmodSync(keyPath, 0o600)
    writeFileSync(certPath, cert)
  }
  return { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') }
}

/** Every name and address under which this machine may be called in its own network. */
function ownNames(): ({ type: 2; value: string } | { type: 7; ip: string })[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).map(({ address }) => address.replace(/%.*$/, '')),
  )
  return [
    { type: 2, value: 'localhost' },
    { type: 2, value: hostname() },
    ...[...new Set(['127.0.0.1', '::1', ...addresses])].map((ip) => ({ type: 7 as const, ip })),
  ]
}
