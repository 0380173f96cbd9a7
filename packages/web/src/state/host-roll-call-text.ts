import type { RoomTexts } from '../i18n/room-texts.ts'
import { fullTimeText } from './duration.ts'
import type { Mark, RollEntry } from './host-roll-call.ts'

/** The result as it is copied into minutes. `at`: epoch ms; `zone` is for tests, absent = the reader's. */
export function rollCallText(
  { t, language, locale }: RoomTexts,
  { entries, at }: { entries: readonly RollEntry[]; at: number },
  title: string,
  zone?: string,
): string {
  const lists = new Intl.ListFormat(language, { type: 'unit' })
  const of = (mark: Mark | null) => entries.filter((entry) => entry.mark === mark).map(({ name }) => name)
  const line = (key: 'roll.resultPresent' | 'roll.resultAbsent' | 'roll.resultOpen', names: string[]) =>
    names.length === 0 ? [] : [t(key, { count: names.length, names: lists.format(names) })]
  return [
    t('roll.resultHead', { title }),
    fullTimeText(at, locale, zone),
    ...line('roll.resultPresent', of('present')),
    ...line('roll.resultAbsent', of('absent')),
    ...line('roll.resultOpen', of(null)),
  ].join('\n')
}
