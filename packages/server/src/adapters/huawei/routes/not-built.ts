import type { FastifyInstance } from 'fastify'
import { presentError, WireError } from '../errors.ts'
import type { HuaweiParts } from '../parts.ts'
import { answerErrors, send } from './http.ts'
import { CONTROL } from './steer.ts'

const MANAGEMENT = '/v1/mmc/management'

/** Documented calls that any or many servers have (tiers A and B of [HW] 3) and this one does not have yet. */
export const NOT_BUILT: readonly (readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string])[] = [
  ['POST', '/v2/usg/acs/auth/appauth'],
  ['POST', '/v1/usg/acs/auth/portal-ref-nonce'],
  ['GET', `${MANAGEMENT}/conferences/anonymous/auth`],
  ['GET', '/v2/mms/ncms/conferences/auth/random'],
  ['GET', '/v2/mms/ncms/conferences/online/check-callnumber-in-conf'],
  ['GET', `${MANAGEMENT}/conferences/region/info`],
  ['POST', `${MANAGEMENT}/cycleconferences`],
  ['PUT', `${MANAGEMENT}/cycleconferences`],
  ['DELETE', `${MANAGEMENT}/cycleconferences`],
  ['PUT', `${MANAGEMENT}/conferences/cyclesubconf`],
  ['DELETE', `${MANAGEMENT}/conferences/cyclesubconf`],
  ['GET', `${MANAGEMENT}/conferences/online`],
  ['GET', `${MANAGEMENT}/conferences/online/confDetail`],
  ['GET', `${MANAGEMENT}/conferences/online/conf-attendee`],
  ['GET', `${MANAGEMENT}/conferences/history`],
  ['GET', `${MANAGEMENT}/conferences/history/confDetail`],
  ['GET', `${MANAGEMENT}/conferences/history/confAttendeeRecord`],
  ['GET', `${MANAGEMENT}/conferences/history/confCtlRecord`],
  ['GET', `${MANAGEMENT}/record/files`],
  ['DELETE', `${MANAGEMENT}/record/files`],
  ['GET', `${MANAGEMENT}/conferences/record/files`],
  ['GET', `${MANAGEMENT}/record/downloadurls`],
  ['POST', '/v1/mmc/rlm/record/info'],
  ['PUT', `${CONTROL}/display/mode`],
  ['PUT', `${CONTROL}/display/customMultiPicture`],
  ['PUT', `${CONTROL}/display/multiPicture`],
  ['GET', `${CONTROL}/layOut`],
  ['PUT', `${CONTROL}/layOut`],
  ['DELETE', `${CONTROL}/layOut`],
  ['PUT', `${CONTROL}/chairView`],
  ['PUT', `${CONTROL}/partView`],
  ['PUT', `${CONTROL}/participants/partView`],
  ['PUT', `${CONTROL}/lockView`],
  ['PUT', `${CONTROL}/record`],
  ['PUT', `${CONTROL}/mmrRecord`],
  ['PUT', `${CONTROL}/live`],
  ['PUT', `${CONTROL}/mmrLive`],
  ['PUT', `${CONTROL}/allowClientRecord`],
  ['PUT', `${CONTROL}/pause`],
  ['PUT', `${CONTROL}/allowAudience`],
  ['PUT', `${CONTROL}/setAttendeeLanChannel`],
]

/** Roots that belong to this wire alone. */
const ROOTS = ['/v1/*', '/v2/*', '/cms/open/*']

/** "Not supported" for what is documented and not built, 404 for everything else below this wire's roots ([HW] 4.4). */
export async function notBuiltRoutes(app: FastifyInstance, { log }: Pick<HuaweiParts, 'log'>): Promise<void> {
  await app.register(async (documented) => {
    answerErrors(documented, 'management', log)
    for (const [method, url] of NOT_BUILT) {
      documented.route({
        method,
        url,
        handler: async () => {
          throw new WireError('MMC.111072010')
        },
      })
    }
  })
  await app.register(async (unknown) => {
    const answer = new WireError('APIGW.0101')
    // Whatever the body is: there is nobody to read it.
    unknown.setErrorHandler((_error, _request, reply) =>
      send(reply.code(answer.status), presentError(answer)),
    )
    for (const root of ROOTS) {
      unknown.all(root, async () => {
        throw answer
      })
    }
  })
}
