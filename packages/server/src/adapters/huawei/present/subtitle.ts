import type { SignalOf } from '@parley/core'

/** Languages the wire has a word for, by the primary subtag of BCP 47. */
const LANGUAGES: Readonly<Record<string, string>> = { zh: 'Mandarin', en: 'English' }

/**
 * RealTimeSubtitleNotify ([HW] 2.4): the first text is what was said, the others are translations; those into languages that
 * the wire cannot name are left out.
 */
export function subtitle({ participantId, texts, final, beginMs, endMs, at }: SignalOf<'Caption'>) {
  const named = texts.flatMap(({ language, text }, place) => {
    const word = place === 0 ? 'Original' : LANGUAGES[language.toLowerCase().split('-')[0] ?? '']
    return word ? [{ subtitleLang: word, translateText: text }] : []
  })
  return {
    data: {
      participantID: participantId ?? '',
      isFinal: final,
      timestamp: at,
      beginTime: beginMs,
      endTime: endMs,
      msgs: named.map((message, place) => ({ ...message, id: place + 1 })),
    },
  }
}
