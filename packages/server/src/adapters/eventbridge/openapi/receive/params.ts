import {
  type Dialect,
  MEETING_BUS,
  type RetryStrategy,
  type SignatureSet,
  type TargetSettings,
} from '@parley/core'
import { deny } from '../errors.ts'

/** What parameters say of a target, before secrets are sealed. Absent: not said. */
export type Draft = {
  url?: string
  method?: TargetSettings['method']
  dialect?: Dialect
  contentType?: string
  timeoutMs?: number
  retry?: RetryStrategy
  order?: TargetSettings['order']
  ratePerSecond?: number
  extended?: boolean
  sets?: readonly SignatureSet[]
  trailingLf?: boolean
  token?: string
  secret?: string
}

type Param = {
  /** As the documents spell it; compared ignoring case ([AL] 3.4). */
  name: string
  /** Refuses with `EventTargetIneffectiveAttribute`. */
  read(value: string, draft: Draft): void
  /** What a target has, opened where it was sealed; null: nothing. */
  show(target: TargetSettings, open: (sealed: string) => string): string | null
  /** What holds unless said, and is shown only to who said it. Absent: anything is shown. */
  usual?: string | ((target: TargetSettings, bus: string) => string | null)
}

/** What the documents know and we do not need: checked, kept and shown, without effect. */
export const IGNORED_PARAMS: Readonly<Record<string, readonly string[] | null>> = {
  network: ['PublicNetwork', 'PrivateNetwork'],
  networktype: ['PublicNetwork', 'PrivateNetwork'],
  vpcid: null,
  vswitchids: null,
  securitygroupid: null,
  isbase64encode: null,
}

export const STRATEGIES = ['BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY', 'STANDARD_WEBHOOKS_RETRY'] as const
const DIALECTS = ['seed', 'cloudevents', 'cloudevents-binary'] as const
const METHODS = ['POST', 'PUT', 'PATCH'] as const
const SETS = ['standard', 'ed25519', 'aliyun-v1', 'aliyun-v2'] as const
export const DEFAULT_TIMEOUT_MS = 10_000
/** The one key by which order may be asked for, and the word for none. */
const ORDER_KEYS = { 'data.meetingUUID': 'meeting', none: 'none' } as const
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; *[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[^"\\\r\n]*"))*$/

export const PARAMS: readonly Param[] = [
  {
    name: 'url',
    read: (value, draft) => {
      draft.url = value
    },
    show: ({ url }) => url,
    usual: ({ url }) => url,
  },
  {
    name: 'Method',
    read: (value, draft) => {
      draft.method = oneOf('Method', METHODS, value.toUpperCase())
    },
    show: ({ method }) => method,
    usual: 'POST',
  },
  {
    name: 'Dialect',
    read: (value, draft) => {
      draft.dialect = oneOf('Dialect', DIALECTS, value)
    },
    show: ({ dialect }) => dialect,
    usual: 'seed',
  },
  {
    name: 'ContentType',
    read: (value, draft) => {
      if (value.length > 256 || !MEDIA_TYPE.test(value)) ineffective('ContentType must be a media type')
      draft.contentType = value
    },
    show: ({ contentType }) => contentType,
    usual: usualType,
  },
  {
    name: 'TimeoutMs',
    read: (value, draft) => {
      draft.timeoutMs = Math.round(number('TimeoutMs', value, 1_000, 30_000))
    },
    show: ({ timeoutMs }) => String(timeoutMs),
    usual: String(DEFAULT_TIMEOUT_MS),
  },
  {
    name: 'RetrySchedule',
    read: (value, draft) => {
      draft.retry = readStrategy('RetrySchedule', value)
    },
    show: ({ retry }) => retry,
    // `PushRetryStrategy` says it.
    usual: ({ retry }) => retry,
  },
  {
    name: 'OrderingKey',
    read: (value, draft) => {
      draft.order =
        ORDER_KEYS[oneOf('OrderingKey', Object.keys(ORDER_KEYS) as (keyof typeof ORDER_KEYS)[], value)]
    },
    show: ({ order }) => orderKey(order),
    usual: (_target, bus) => orderKey(usualOrder(bus)),
  },
  {
    name: 'RatePerSecond',
    read: (value, draft) => {
      draft.ratePerSecond = number('RatePerSecond', value, 0.01, 10_000)
    },
    show: ({ ratePerSecond }) => (ratePerSecond === null ? null : String(ratePerSecond)),
  },
  {
    name: 'ExtendedActions',
    read: (value, draft) => {
      draft.extended = flag('ExtendedActions', value)
    },
    show: ({ extended }) => String(extended),
    usual: 'false',
  },
  {
    name: 'Signatures',
    read: (value, draft) => {
      const names = value.split(',').map((one) => one.trim())
      draft.sets = value === 'none' ? [] : [...new Set(names)].map((one) => oneOf('Signatures', SETS, one))
    },
    show: ({ signing: { sets } }) => sets.join() || 'none',
    usual: ({ signing }) => usualSets(signing.sealedToken !== null).join(),
  },
  {
    name: 'SignatureTrailingLf',
    read: (value, draft) => {
      draft.trailingLf = flag('SignatureTrailingLf', value)
    },
    show: ({ signing }) => String(signing.trailingLf),
    usual: 'true',
  },
  {
    name: 'SigningSecretRef',
    read: (value, draft) => {
      draft.secret = value
    },
    // By its reference: see `presentTarget`.
    show: () => null,
  },
  {
    name: 'Token',
    read: (value, draft) => {
      if (!/^[\x21-\x7e]{1,1024}$/.test(value)) ineffective('Token must be 1 to 1,024 printable characters')
      draft.token = value
    },
    show: ({ signing }, open) => signing.sealedToken && open(signing.sealedToken),
  },
]

/** [AL] 3.8. */
export function usualOrder(bus: string): TargetSettings['order'] {
  return bus === MEETING_BUS ? 'meeting' : 'none'
}

function orderKey(order: TargetSettings['order']): string {
  return order === 'meeting' ? 'data.meetingUUID' : 'none'
}

/** [AL] 4.1: many receivers' readers of JSON know no other type than this. */
export function usualType({ dialect, body }: Pick<TargetSettings, 'dialect' | 'body'>): string | null {
  return dialect === 'cloudevents' && body.form === 'ORIGINAL' ? 'application/json; charset=utf-8' : null
}

/** A token is only told beside the signatures of the document. */
export function usualSets(hasToken: boolean): readonly SignatureSet[] {
  return hasToken ? ['standard', 'aliyun-v1', 'aliyun-v2'] : ['standard']
}

/** Ours beside the document's two; an unknown one is refused, not read as the default ([AL] 3.6). */
export function readStrategy(name: string, value: string): RetryStrategy {
  return oneOf(name, STRATEGIES, value)
}

export function ineffective(message: string): never {
  return deny('EventTargetIneffectiveAttribute', message)
}

function oneOf<T extends string>(name: string, words: readonly T[], value: string): T {
  return words.find((word) => word === value) ?? ineffective(`${name} must be one of ${words.join(', ')}`)
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(text) || value < least || value > most)
    ineffective(`${name} must be a number from ${least} to ${most}`)
  return value
}

function flag(name: string, value: string): boolean {
  return oneOf(name, ['true', 'false'], value.toLowerCase()) === 'true'
}
