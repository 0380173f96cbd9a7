import { z } from 'zod'
import { type FieldErrors, flag, text } from './read.ts'

/** Ours: no reference says how many. */
const MOST_GROUPS = 16
const MOST_INTERPRETERS = 64

/** A language by its BCP 47 tag, in its usual spelling. */
const language = z
  .string()
  .max(35)
  .transform((tag, context) => {
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? tag
    } catch {
      context.issues.push({ code: 'custom', message: 'no language', input: tag })
      return z.NEVER
    }
  })

const interpreter = z
  .object({ loginAccount: text.optional(), userID: text.optional() })
  .refine(({ loginAccount, userID }) => Boolean(loginAccount || userID), { path: ['loginAccount'] })

const group = z
  .object({
    groupID: text.pipe(z.string().min(1).max(64)),
    groupName: z.string().max(64).optional(),
    groupType: z.literal(['MANUAL', 'AI']).default('MANUAL'),
    firstLanguage: language,
    secondLanguage: language,
    interpreters: z.array(interpreter).max(MOST_INTERPRETERS).default([]),
  })
  .refine(({ firstLanguage, secondLanguage }) => firstLanguage !== secondLanguage, {
    path: ['secondLanguage'],
  })

/** [HW] 3.6. `aiDigitalInfo` and the kinds of interpreters are the media's: neither read nor kept. */
export const interpreterGroupBody = z.object({ interpreterGroups: z.array(group).min(1).max(MOST_GROUPS) })
export type WireGroup = z.infer<typeof group>
export const interpretationBody = z.object({ simultaneousInterpretation: flag })

export const INTERPRETATION_ERRORS: FieldErrors = {
  missing: 'MMC.112100029',
  otherwise: 'MMC.111071061',
  fields: {
    simultaneousInterpretation: 'MMC.111072045',
    interpreterGroups: 'MMC.111071098',
    'interpreterGroups too_big': 'MMC.111071102',
    'interpreterGroups.*.firstLanguage': 'MMC.111071099',
    'interpreterGroups.*.secondLanguage': 'MMC.111071099',
    'interpreterGroups.*.interpreters.*.loginAccount': 'MMC.111071104',
  },
}
