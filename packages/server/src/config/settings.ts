import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { eventActions } from './event-actions.ts'
import type { TrustProxy } from './trust-proxy.ts'

/**
 * Every setting there is: how it is read, what holds without it and what it means. The reference in
 * `docs/configuration.md` is made from this table.
 */
export const SETTINGS = {
  PARLEY_PORT: setting(whole(0, 65_535), '8080', 'TCP port of pages, APIs and sockets. 0 takes a free one.'),
  PARLEY_HOST: setting(
    z.string().min(1),
    '127.0.0.1',
    'Address to listen on. `0.0.0.0` or `::` opens the server to the network.',
  ),
  PARLEY_DATA_DIR: setting(
    z.string().min(1),
    './data',
    'Folder of the database, generated keys and certificates. Created when missing.',
  ),
  PARLEY_PUBLIC_URL: setting(
    publicUrl(),
    '',
    'Address under which people reach the server, without a path; goes into links. Default: this host and port.',
  ),
  PARLEY_DATABASE_URL: setting(
    databaseUrl(),
    '',
    '`mysql://user:password@host:port/database` of a MariaDB or MySQL. Default: an SQLite file in the data folder.',
    'secret',
  ),
  PARLEY_TLS: setting(
    z.enum(['off', 'self-signed']),
    'off',
    '`self-signed` makes a certificate at the first start: browsers give no camera to plain HTTP except on localhost.',
  ),
  PARLEY_TLS_CERT: setting(z.string(), '', 'Path of a PEM certificate chain. Needs `PARLEY_TLS_KEY`.'),
  PARLEY_TLS_KEY: setting(z.string(), '', 'Path of the PEM private key.'),
  PARLEY_TRUST_PROXY: setting(
    trustProxy(),
    'off',
    'Whose forwarded addresses count: `off`, `on`, a number of hops, or a comma list of networks.',
  ),
  PARLEY_ICE_SERVERS: setting(
    iceServers(),
    '[]',
    'JSON array of RTCIceServer objects (STUN, TURN) given to the pages.',
    'secret',
  ),
  PARLEY_PUSH_ALLOW: setting(
    networks(),
    '',
    'Comma list of private networks (CIDR) that event push may reach, for example `127.0.0.0/8,10.0.0.0/8`.',
  ),
  PARLEY_DEMO: setting(z.enum(['on', 'off']), 'on', 'A demo meeting whose links are printed at the start.'),
  PARLEY_ADMIN_PASSWORD: setting(
    z.string().min(8).or(z.literal('')),
    '',
    'Password of the account `admin`, at least 8 characters. Default: drawn at the first start.',
    'secret',
  ),
  PARLEY_API_KEY: setting(
    z.string().min(16).or(z.literal('')),
    '',
    'Key for `/api/v1` and JSON-RPC, at least 16 characters. Default: drawn at the first start.',
    'secret',
  ),
  PARLEY_ACCESS_KEY_ID: setting(
    z
      .string()
      .regex(/^([\x21-\x39\x3b-\x7e]{4,128})?$/, 'is not 4 to 128 characters without blanks and colons'),
    '',
    'Id of the access key for `/openapi`. Needs `PARLEY_ACCESS_KEY_SECRET`. Default: drawn at the first start.',
  ),
  PARLEY_ACCESS_KEY_SECRET: setting(
    z.string().min(16).or(z.literal('')),
    '',
    'Secret of the access key for `/openapi`, at least 16 characters. Default: drawn at the first start.',
    'secret',
  ),
  PARLEY_WS_ALLOWED_ORIGINS: setting(
    origins(),
    '',
    'Comma list of further origins whose pages may use JSON-RPC and the `gzbwclient` socket.',
  ),
  PARLEY_FRAME_ANCESTORS: setting(
    origins(),
    '',
    'Comma list of origins whose pages may show a meeting in a frame and steer it (`docs/embedding.md`). Default: none.',
  ),
  PARLEY_RETURN_ORIGINS: setting(
    origins(),
    '',
    'Comma list of origins that `returnTo` in a join link may name; the leave page then offers the way back. Default: none but this server.',
  ),
  PARLEY_LINK_ACCEPT_PLAIN: setting(
    flag(),
    'on',
    'Whether the password itself may stand in a join address, as old clients send it.',
  ),
  PARLEY_CONF_MAX_MEMBERS: setting(whole(2, 100_000), '5000', 'Most people inside any one meeting.'),
  PARLEY_CONF_GRACE_SECONDS: setting(
    whole(1, 3_600),
    '60',
    'How long somebody whose connection broke is kept inside, in seconds; half as long again while their media flow.',
  ),
  PARLEY_MESH_MAX_MEMBERS: setting(
    whole(2, 6),
    '4',
    'People with camera or microphone in a meeting without a media gateway.',
  ),
  PARLEY_EVENT_REGION: setting(
    z.string().regex(/^[a-z0-9-]{1,32}$/),
    'cn-hangzhou',
    'Region named in the subject of pushed events.',
  ),
  PARLEY_EVENT_TIME_ZONE: setting(
    timeZone(),
    'Asia/Shanghai',
    'Zone of the zone-less times in pushed events, and of the days of the daily statistic (IANA name).',
  ),
  PARLEY_EVENT_ACTIONS: setting(
    eventActions(),
    '{}',
    'JSON object: other words for `action` in pushed events, for example `{"member_join":"member_enter"}`.',
  ),
  PARLEY_PATTERN_LENGTH: setting(
    whole(2_048, 8_192),
    '2048',
    'Longest event pattern that a rule may be given, in characters.',
  ),
  PARLEY_PATTERN_OPERATORS: setting(
    whole(5, 300),
    '5',
    'Most operators, such as `{"prefix":…}`, that an event pattern may have for one field.',
  ),
  PARLEY_KEEP_DELIVERIES_DAYS: setting(
    whole(1, 3_650),
    '30',
    'How long delivered and cancelled pushes are kept with their attempts, in days.',
  ),
  PARLEY_KEEP_DEAD_LETTERS_DAYS: setting(
    whole(1, 3_650),
    '90',
    'How long pushes whose last attempt failed are kept for resending, in days. What is still owed is never dropped.',
  ),
  PARLEY_THROTTLE_FACTOR: setting(
    z.coerce.number().positive().max(1_000_000),
    '1',
    'Multiplies the limits on wrong passwords, links and logins. For tests and load generators.',
  ),
  PARLEY_LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    'info',
    'Least level of what is logged, as JSON lines on standard error.',
  ),
} as const

export type SettingName = keyof typeof SETTINGS
export type Settings = { [K in SettingName]: z.output<(typeof SETTINGS)[K]['schema']> }

export type IceServer = { urls: string | string[]; username?: string; credential?: string }

function setting<S extends z.ZodType>(
  schema: S,
  fallback: string,
  doc: string,
  kind: 'plain' | 'secret' = 'plain',
) {
  return { schema, fallback, doc, secret: kind === 'secret' }
}

function whole(least: number, most: number) {
  return z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().int().min(least, `is below ${least}`).max(most, `is above ${most}`))
}

function flag() {
  return z.enum(['on', 'off']).transform((text) => text === 'on')
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function networks() {
  return z.string().transform((text, context): string[] => {
    for (const part of list(text)) {
      if (!ipaddr.isValidCIDR(part))
        context.addIssue({ code: 'custom', message: `has "${part}", which is no network like 10.0.0.0/8` })
    }
    return list(text)
  })
}

function trustProxy() {
  return z.string().transform((text, context): TrustProxy => {
    if (text === 'off' || text === '') return false
    if (text === 'on') return true
    if (/^\d+$/.test(text)) return Number(text)
    for (const part of list(text)) {
      if (!ipaddr.isValidCIDR(part) && !ipaddr.isValid(part)) {
        context.addIssue({
          code: 'custom',
          message: `has "${part}", which is neither off, on, a number of hops nor a network`,
        })
      }
    }
    return list(text)
  })
}

function publicUrl() {
  return z.string().transform((text, context): string => {
    if (text === '') return ''
    const url = URL.canParse(text) ? new URL(text) : null
    if (
      !url ||
      !['http:', 'https:'].includes(url.protocol) ||
      url.pathname !== '/' ||
      url.search !== '' ||
      url.hash !== '' ||
      url.username !== ''
    ) {
      context.addIssue({ code: 'custom', message: 'is not an address like https://meet.example.org' })
      return z.NEVER
    }
    return url.origin
  })
}

function databaseUrl() {
  return z
    .string()
    .refine(
      (text) =>
        text === '' || (URL.canParse(text) && ['mysql:', 'mariadb:'].includes(new URL(text).protocol)),
      'is not an address like mysql://user:password@host:3306/database',
    )
}

function origins() {
  return z.string().transform((text, context): string[] =>
    list(text).map((part) => {
      if (!URL.canParse(part) || new URL(part).origin !== part)
        context.addIssue({
          code: 'custom',
          message: `has "${part}", which is no origin like https://example.org`,
        })
      return part
    }),
  )
}

const ICE_SERVERS = z.array(
  z.object({
    urls: z
      .union([z.string(), z.array(z.string()).min(1)])
      .refine(
        (urls) => [urls].flat().every((url) => /^(stun|turn)s?:/.test(url)),
        'has an address that is not stun:, stuns:, turn: or turns:',
      ),
    username: z.string().optional(),
    credential: z.string().optional(),
  }),
)

function iceServers() {
  return z.string().transform((text, context): IceServer[] => {
    try {
      return ICE_SERVERS.parse(JSON.parse(text))
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message:
          error instanceof z.ZodError
            ? (error.issues[0]?.message ?? 'is wrong')
            : 'is not JSON like [{"urls":"stun:stun.example.org"}]',
      })
      return z.NEVER
    }
  })
}

function timeZone() {
  return z.string().refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      return true
    } catch {
      return false
    }
  }, 'is no time zone like Europe/Berlin')
}
