/** Attribute `source` of events in the cloud document's form ([AL] 1.2). */
export const MEETING_SOURCE = 'acs.aliyuncvc'
/** Attribute `source` of events in our own form. */
export const OWN_SOURCE = 'urn:parley'

/** The first in either spelling of the document ([AL] 1.7), and all that could be taken for a part of one. */
const OWN = /^(acs[.:]aliyuncvc|urn:parley)($|[:/.#])/i

/** Whether events of this source come from the server alone: nobody else may forge what it tells ([AL] 5.5). */
export function isOwnSource(source: string): boolean {
  return OWN.test(source)
}
