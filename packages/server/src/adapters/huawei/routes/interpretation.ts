import type { InterpreterGroup } from '@parley/core'
import type { FastifyInstance } from 'fastify'
import { WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { findAccount } from '../receive/invitees.ts'
import {
  INTERPRETATION_ERRORS,
  interpretationBody,
  interpreterGroupBody,
  type WireGroup,
} from '../schema/interpretation.ts'
import { answerErrors } from './http.ts'
import { bodyOf, createSteer, type SteerParts } from './steer.ts'

export type InterpretationParts = SteerParts & Pick<HuaweiParts, 'log'>

/** Languages of one conference ([HW] 4.3). */
const MOST_LANGUAGES = 16

/** [HW] 3.6: who interprets between which languages. Kept and told; the channels are the media's. */
export async function interpretationRoutes(app: FastifyInstance, parts: InterpretationParts): Promise<void> {
  answerErrors(app, 'control', parts.log)
  const steer = createSteer(app, parts)

  steer('PUT', '/simultaneousInterpretation', ({ request }) => {
    const { simultaneousInterpretation } = bodyOf(request, interpretationBody, INTERPRETATION_ERRORS)
    return { type: 'SetInterpretation', params: { is: simultaneousInterpretation ? 'on' : 'off' } }
  })

  steer('PUT', '/interpreterGroup', async ({ request }) => {
    const { interpreterGroups } = bodyOf(request, interpreterGroupBody, INTERPRETATION_ERRORS)
    checkGroups(interpreterGroups)
    const groups = await Promise.all(interpreterGroups.map(receiveGroup))
    return { type: 'SetInterpretation', params: { groups } }
  })

  async function receiveGroup(group: WireGroup): Promise<InterpreterGroup> {
    const { groupID: id, groupName, groupType, firstLanguage, secondLanguage } = group
    const interpreters = await Promise.all(
      group.interpreters.map(async ({ loginAccount, userID }) => {
        const user = await findAccount({ accountId: loginAccount, userUUID: userID }, parts.directory)
        if (!user) throw new WireError('MMC.111071104')
        return { account: user.account, userId: user.id, number: user.number, name: user.name }
      }),
    )
    return {
      id,
      name: groupName ?? `${firstLanguage} - ${secondLanguage}`,
      by: groupType === 'AI' ? 'machine' : 'people',
      languages: [firstLanguage, secondLanguage],
      interpreters,
    }
  }
}

function checkGroups(groups: readonly WireGroup[]): void {
  const pairs = groups.map(({ firstLanguage, secondLanguage }) =>
    [firstLanguage, secondLanguage].sort().join(' '),
  )
  if (new Set(groups.map(({ groupID }) => groupID)).size < groups.length) throw new WireError('MMC.111071101')
  if (new Set(pairs).size < groups.length) throw new WireError('MMC.111071103')
  if (new Set(pairs.flatMap((pair) => pair.split(' '))).size > MOST_LANGUAGES)
    throw new WireError('MMC.111071100')
}
