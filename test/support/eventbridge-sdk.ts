import Client, { Config } from '@alicloud/eventbridge'
import { ACCESS_KEY, type TestServer } from './server.ts'

/** The official SDK, unmodified, pointed at a server: a host without a scheme ([AL] 5.1). */
export function createSdk({ url }: Pick<TestServer, 'url'>, { id, secret } = ACCESS_KEY): Client {
  const { host, protocol } = new URL(url)
  return new Client(
    new Config({
      endpoint: host,
      protocol: protocol.slice(0, -1),
      accessKeyId: id,
      accessKeySecret: secret,
      readTimeout: 15_000,
    }),
  )
}

/** The code with which the SDK throws. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return String((error as { code?: unknown }).code)
  }
  return 'none'
}
