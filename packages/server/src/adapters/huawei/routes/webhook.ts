import type { RecordedActor, User } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import { WireError } from '../errors.ts'
import type { Hook, Hooks } from '../hook/hooks.ts'
import type { HuaweiParts } from '../parts.ts'
import { read } from '../schema/read.ts'
import {
  type HookStatus,
  WEBHOOK_BODY_ERRORS,
  WEBHOOK_QUERY_ERRORS,
  webhookBody,
  webhookIdQuery,
  webhookQuery,
  webhookStatusQuery,
} from '../schema/webhook.ts'
import type { Tokens } from '../tokens.ts'
import { requireAccount } from './caller.ts'
import { answerErrors, send, sendOk } from './http.ts'

export type WebhookParts = Pick<HuaweiParts, 'directory' | 'log'> & { tokens: Tokens; hooks: Hooks }

const CONFIG = '/v1/mmc/management/webhook/link-config'
const STATUS = '/v1/mmc/management/webhook/change-status'
const OK = { returnCode: 0, returnDesc: 'Success' }
const STATUS_NUMBERS: Record<HookStatus, number> = { enabled: 0, disabled: 1, locked: 2 }

/** [HW] 3.9: where the enterprise's events are pushed. For its administrators. */
export async function webhookRoutes(app: FastifyInstance, parts: WebhookParts): Promise<void> {
  const { hooks, log } = parts
  answerErrors(app, 'management', log)

  app.post(CONFIG, async (request, reply) => {
    const admin = await requireAdmin(request, parts)
    if (request.body === undefined || request.body === null) throw new WireError('MMC.111071016')
    const { corpId, spId = '', ...config } = read(webhookBody, request.body, WEBHOOK_BODY_ERRORS)
    const { id } = await hooks.configure(ownCompany(admin, corpId), { ...config, spId }, actorOf(admin))
    return send(reply, { ...OK, id })
  })

  app.get(CONFIG, async (request, reply) => {
    const admin = await requireAdmin(request, parts)
    const { corpId } = read(webhookQuery, request.query, WEBHOOK_QUERY_ERRORS)
    const { id, subscriberId, url, status } = (await hooks.ofTenant(ownCompany(admin, corpId))) ?? noHook()
    return send(reply, { ...OK, id, subscriberId, url, status: STATUS_NUMBERS[status] })
  })

  app.delete(CONFIG, async (request, reply) => {
    const admin = await requireAdmin(request, parts)
    const { id } = await known(admin, read(webhookIdQuery, request.query, WEBHOOK_QUERY_ERRORS).id)
    await hooks.drop(id)
    return sendOk(reply)
  })

  app.put(STATUS, async (request, reply) => {
    const admin = await requireAdmin(request, parts)
    const { id, status } = read(webhookStatusQuery, request.query, WEBHOOK_QUERY_ERRORS)
    await known(admin, id)
    // Neither status nor code is documented for a receiver that did not answer as it must.
    if (!(await hooks.changeStatus(id, status, actorOf(admin)))) throw new WireError('MMC.111070001')
    return sendOk(reply)
  })

  async function known(admin: User, id: string): Promise<Hook> {
    return (await hooks.byId(admin.tenantId, id)) ?? noHook()
  }
}

async function requireAdmin(
  request: Parameters<typeof requireAccount>[0],
  parts: WebhookParts,
): Promise<User> {
  const user = await requireAccount(request, parts)
  if (!user.admin) throw new WireError('MMC.111070002', 403)
  return user
}

function actorOf({ id, name }: User): RecordedActor {
  return { is: 'user', id, name }
}

function ownCompany({ tenantId }: User, corpId: string | undefined): User['tenantId'] {
  if (corpId !== undefined && corpId !== '' && corpId !== tenantId) throw new WireError('MMC.111070002', 403)
  return tenantId
}

function noHook(): never {
  throw new WireError('MMC.111070001')
}
