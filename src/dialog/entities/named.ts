import { isMisspelling } from './closest-name.ts'
import type { EntityKind } from './define-entity.ts'
import { defineRecognizer } from './define-recognizer.ts'
import { colors } from './reading/colors.ts'
import { foldText } from './reading/folded.ts'
import { withoutLeadIn } from './reading/lead-ins.ts'
import type { FoundName, NameIndex } from './reading/name-index.ts'
import { states } from './reading/states.ts'
import { continents, countries, languages } from './reading/world-names.ts'
import { bare, yesNoOf } from './reading/yes-no.ts'

/** Names there is a whole list of: found in any sentence, and with a typing mistake when they are all of it. */
const listed = (kind: string, title: string, index: (locale: string) => NameIndex): EntityKind =>
  defineRecognizer({
    kind,
    title,
    find(folded, locale) {
      const names = index(locale)
      const found = names.find(folded).filter((one) => !isOtherWord(one, folded.original)).map(({ literal, start, end }) => ({ value: literal, start, end }))
      if (found.length > 0) return found
      const said = bare(folded.original)
      const meant = [...names.names].filter(([name]) => isMisspelling(said, bare(name)))
      const [only] = meant
      return only && new Set(meant.map(([, name]) => name)).size === 1 ? [{ value: only[1], start: 0, end: folded.text.length, weak: true }] : []
    },
  })

/** "tell us" names no country. */
const isOtherWord = ({ name, literal }: FoundName, text: string) => /^\p{Lu}{2,3}$/u.test(name) && literal !== name && literal !== text.trim()

type Rule = { about: 'name' | 'place'; words: number; accepts?(value: string, locale: string): boolean }

/** Names nobody can list: the answer is taken, without the words around it, when it can be such a name. */
const taken = (kind: string, title: string, partly: string, { about, words, accepts }: Rule): EntityKind => ({
  kind,
  title,
  partly,
  match(text, _reference, turn) {
    const { value, told } = withoutLeadIn(foldText(text), about, turn.locale)
    const name = told ? value.split(/[,;!?、，。！？]|\s(?:and|und|et|y|e|en|och|ve)\s+(?=\p{Ll}+\s)/u, 1)[0]?.trim() : value
    if (!name || !/\p{L}/u.test(name) || /[?？]|\p{L}@/u.test(name)) return undefined
    if (name.split(/\s+/).length > words || (accepts && !accepts(name, turn.locale))) return undefined
    return { value: name, exact: false, literal: name }
  },
})

/** Neither a number nor a yes or no. */
const canBeName = (value: string, locale: string) => {
  const { yes, no } = yesNoOf(locale)
  return !/\p{N}/u.test(value) && !yes.has(bare(value)) && !no.has(bare(value))
}

const notSearched = 'the whole answer counts, without the words around it ("my name is"); it is not looked for in other sentences'

/** Of the countries whose states are listed the name is found in any sentence; another answer counts as it is. */
const state: EntityKind = (() => {
  const known = listed('StatePrebuiltEntity', 'State', states)
  const other = taken('StatePrebuiltEntity', 'State', 'the states of some twenty countries are found in any sentence; of others the whole answer counts', { about: 'place', words: 6, accepts: canBeName })
  return { ...known, ...other, match: (text, reference, turn, place) => known.match(text, reference, turn, place) ?? other.match(text, reference, turn, place) }
})()

export const namedEntities: readonly EntityKind[] = [
  listed('ColorPrebuiltEntity', 'Color', colors),
  listed('ContinentPrebuiltEntity', 'Continent', continents),
  listed('CountryOrRegionPrebuiltEntity', 'Country or region', countries),
  listed('LanguagePrebuiltEntity', 'Language', languages),
  taken('PersonNamePrebuiltEntity', 'Person name', notSearched, { about: 'name', words: 6, accepts: canBeName }),
  taken('CityPrebuiltEntity', 'City', notSearched, { about: 'place', words: 6, accepts: canBeName }),
  state,
  taken('OrganizationPrebuiltEntity', 'Organization', notSearched, { about: 'place', words: 10 }),
  taken('StreetAddressPrebuiltEntity', 'Street address', notSearched, { about: 'place', words: 20 }),
  taken('PointOfInterestPrebuiltEntity', 'Point of interest', notSearched, { about: 'place', words: 12 }),
  taken('EventPrebuiltEntity', 'Event', notSearched, { about: 'place', words: 12 }),
]
