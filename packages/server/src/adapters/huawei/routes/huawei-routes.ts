import type { FastifyInstance } from 'fastify'
import type { Hooks } from '../hook/hooks.ts'
import type { HuaweiParts } from '../parts.ts'
import { createTokens } from '../tokens.ts'
import { controlRoutes } from './control.ts'
import { controlTokenRoutes } from './control-token.ts'
import { floorRoutes } from './floor.ts'
import { echoRequestId } from './http.ts'
import { interpretationRoutes } from './interpretation.ts'
import { inviteRoutes } from './invite.ts'
import { loginRoutes } from './login.ts'
import { managementRoutes } from './management.ts'
import { notBuiltRoutes } from './not-built.ts'
import { webhookRoutes } from './webhook.ts'

export type HuaweiRoutesParts = Omit<HuaweiParts, 'feed'> & { hooks: Hooks }

/** The REST calls of [HW]. Each group is a plugin of its own, because each spells errors in its own way. */
export async function huaweiRoutes(app: FastifyInstance, parts: HuaweiRoutesParts): Promise<void> {
  const all = { ...parts, tokens: createTokens(parts) }
  echoRequestId(app, parts.ids)
  await app.register(async (group) => loginRoutes(group, all))
  await app.register(async (group) => managementRoutes(group, all))
  await app.register(async (group) => controlTokenRoutes(group, all))
  await app.register(async (group) => controlRoutes(group, all))
  await app.register(async (group) => floorRoutes(group, all))
  await app.register(async (group) => inviteRoutes(group, all))
  await app.register(async (group) => interpretationRoutes(group, all))
  await app.register(async (group) => webhookRoutes(group, all))
  await app.register(async (group) => notBuiltRoutes(group, all))
}
