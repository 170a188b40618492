import { builtinText } from '../builtin-texts.ts'
import type { EntityKind } from './define-entity.ts'
import { normalise } from './match-option.ts'

const yes = new Set(['yes', 'y', 'yeah', 'yep', 'yup', 'sure', 'ok', 'okay', 'true', 'of course', 'correct', 'right', 'absolutely', 'definitely', 'please do', 'yes please', 'it did', 'i do', 'i would', 'affirmative', 'ja', 'oui', 'si', 'sim'])
const no = new Set(['no', 'n', 'nope', 'nah', 'false', 'not really', 'no thanks', 'no thank you', 'never', 'it did not', 'it didn t', 'i do not', 'i don t', 'wrong', 'incorrect', 'negative', 'nein', 'non', 'nao', 'não'])

export const boolean: EntityKind = {
  kind: 'BooleanPrebuiltEntity',
  title: 'Yes or no',
  partly: 'many words in English, the plain ones in German, French, Spanish and Portuguese',
  options: (_reference, turn) => [
    { id: 'true', title: builtinText('yes', turn.locale), synonyms: [], value: true },
    { id: 'false', title: builtinText('no', turn.locale), synonyms: [], value: false },
  ],
  match(text, _reference, turn) {
    const said = normalise(text)
    if (said === normalise(builtinText('yes', turn.locale))) return { value: true, exact: true }
    if (said === normalise(builtinText('no', turn.locale))) return { value: false, exact: true }
    if (yes.has(said)) return { value: true, exact: true }
    if (no.has(said)) return { value: false, exact: true }
    const [first = ''] = said.split(' ')
    if (yes.has(first)) return { value: true, exact: false }
    return no.has(first) ? { value: false, exact: false } : undefined
  },
}
