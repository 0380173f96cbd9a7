import { isWebhookSecret } from '@parley/core'
import { z } from 'zod'
import { time } from './common.ts'

/** What may be asked for here; `huawei` belongs to the hook of that interface. */
export const signatureSet = z.enum(['standard', 'ed25519', 'aliyun-v1', 'aliyun-v2'])

export const webhookSecret = z
  .string()
  .refine(isWebhookSecret, 'must be `whsec_` and 24 to 64 bytes in base64')
  .describe('Standard Webhooks secret: `whsec_` and 24 to 64 bytes in base64.')

export const sets = z
  .array(signatureSet)
  .max(4)
  .refine((all) => new Set(all).size === all.length, 'must not name a set twice')
  .describe(
    '`standard`: HMAC of Standard Webhooks · `ed25519`: its asymmetric kind · `aliyun-v1`, `aliyun-v2`: EventBridge, with our certificate. None: unsigned.',
  )

/** Printable, so that it travels in a header as it is. */
const token = z.string().regex(/^[\x21-\x7e]{1,256}$/, 'must be 1 to 256 printable ASCII characters')

const aliyun = {
  token: token
    .nullable()
    .optional()
    .describe('Sent as `x-eventbridge-signature-token`; null: none. Never shown again.'),
  trailingLf: z
    .boolean()
    .optional()
    .describe('`aliyun-v2` signs a line feed after the body, as the cloud does; true if absent.'),
}

export const newSigning = z.strictObject({
  sets: sets.default(['standard']),
  secret: webhookSecret.optional().describe('For `standard`; drawn if absent.'),
  ...aliyun,
})
export type NewSigning = z.output<typeof newSigning>

/** Secrets change by rotation, so that receivers have time. */
export const signingChange = z.strictObject({ sets: sets.optional(), ...aliyun })
export type SigningChange = z.output<typeof signingChange>

export const signing = z.object({
  sets: z.array(z.string()),
  secrets: z
    .array(
      z.object({
        set: z
          .enum(['standard', 'ed25519', 'huawei', 'unreadable'])
          .describe('`unreadable`: sealed by a key that is gone; rotate it, until then nothing can be sent.'),
        publicKey: z
          .string()
          .nullable()
          .describe('`whpk_…`, by which receivers check `v1a` signatures; null for HMAC.'),
        until: time.nullable().describe('Signs beside the current one until then; null: the current one.'),
      }),
    )
    .describe('What signs now. The secrets themselves were answered when they were made.'),
  hasToken: z.boolean(),
  trailingLf: z.boolean(),
})

export const rotation = z
  .strictObject({
    set: z
      .enum(['standard', 'ed25519'])
      .optional()
      .describe('Which one; if absent `standard` where the target has it, else `ed25519`.'),
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(86_400)
      .describe('How long the present one signs beside the new one.'),
    secret: webhookSecret.optional().describe('For `standard`; drawn if absent.'),
  })
  .prefault({})
export type Rotation = z.output<typeof rotation>
