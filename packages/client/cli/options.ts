import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'

export type ListenOptions = {
  server: string
  key: string
  bus: string
  pattern: string | undefined
  after: string | undefined
  json: boolean
  forward: { url: string; secret: string; drawn: boolean } | null
}

export type ReadOptions =
  | { is: 'listen'; options: ListenOptions }
  | { is: 'help' }
  | { is: 'wrong'; why: string }

const text = { type: 'string' } as const
const SECRET_BYTES = 32

/** Reads a command line; what it does not say comes from the environment. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'forward-to': text,
        server: text,
        key: text,
        bus: text,
        pattern: text,
        after: text,
        secret: text,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const [command, ...more] = positionals
    if (values.help || command === undefined || command === 'help') return { is: 'help' }
    if (command !== 'listen') return wrong(`there is no command ${command}`)
    if (more.length > 0) return wrong(`${more[0]} belongs to no option`)
    const key = values.key ?? env.PARLEY_API_KEY ?? ''
    if (key === '') return wrong('an API key is needed: --key or PARLEY_API_KEY')
    if (values.pattern !== undefined) JSON.parse(values.pattern)
    const forwardTo = values['forward-to']
    const secret = values.secret ?? env.PARLEY_WEBHOOK_SECRET
    return {
      is: 'listen',
      options: {
        server: webAddress('--server', values.server ?? env.PARLEY_URL ?? 'http://localhost:8080'),
        key,
        bus: values.bus ?? 'parley',
        pattern: values.pattern,
        after: values.after,
        json: values.json ?? false,
        forward:
          forwardTo === undefined
            ? null
            : {
                url: webAddress('--forward-to', forwardTo),
                secret: secret === undefined ? drawSecret() : givenSecret(secret),
                drawn: secret === undefined,
              },
      },
    }
  } catch (error) {
    if (error instanceof SyntaxError) return wrong(`--pattern is no JSON: ${error.message}`)
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

const wrong = (why: string): ReadOptions => ({ is: 'wrong', why })

function webAddress(option: string, value: string): string {
  // People write localhost:3000/hook, which would be an address of the scheme `localhost:`.
  const url = URL.canParse(value) ? new URL(value) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  throw new Error(`${option} must be an address that begins with http:// or https://`)
}

function givenSecret(secret: string): string {
  if (/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)) return secret
  throw new Error('--secret must be `whsec_` and base64')
}

function drawSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}
