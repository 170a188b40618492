import { builtinText } from '../builtin-texts.ts'
import type { EntityKind, Match } from './define-entity.ts'
import { isBoundary, perLocale } from './reading/folded.ts'
import { bare, yesNoOf } from './reading/yes-no.ts'

const buttons = perLocale((locale) => ({ yes: bare(builtinText('yes', locale)), no: bare(builtinText('no', locale)) }))

export const boolean: EntityKind = {
  kind: 'BooleanPrebuiltEntity',
  title: 'Yes or no',
  options: (_reference, turn) => [
    { id: 'true', title: builtinText('yes', turn.locale), synonyms: [], value: true },
    { id: 'false', title: builtinText('no', turn.locale), synonyms: [], value: false },
  ],
  match(text, _reference, turn) {
    const said = bare(text)
    const literal = text.trim()
    const whole = (value: boolean): Match => ({ value, exact: true, literal })
    const shown = buttons(turn.locale)
    if (said === shown.yes) return whole(true)
    if (said === shown.no) return whole(false)
    const { yes, no, openings } = yesNoOf(turn.locale)
    if (yes.has(said)) return whole(true)
    if (no.has(said)) return whole(false)
    // "no, I want a person": the opening counts, and what follows may be something else.
    const opening = openings.find(([word]) => said.startsWith(word) && (isBoundary(said, word.length) && (said[word.length] === ' ' || word.length > 1)))
    return opening && { value: opening[1], exact: false, literal }
  },
}
