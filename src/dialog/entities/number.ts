import { fromJson } from '../fx.ts'
import type { EntityKind } from './define-entity.ts'
import { defineRecognizer } from './define-recognizer.ts'
import type { Found } from './define-recognizer.ts'
import type { Folded } from './reading/folded.ts'
import { languageOf } from './reading/folded.ts'
import { readMeasures } from './reading/read-measures.ts'
import { readNumbers, readOrdinals } from './reading/read-numbers.ts'
import type { FoundNumber } from './reading/read-numbers.ts'
import type { Measure } from './reading/units.ts'

/** Languages whose word for one is their "a" as well. */
const withArticle = new Set(['de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'tr'])
/** "eine Frage", "one of my orders". */
const isArticle = ({ inWords, value, end }: FoundNumber, { text }: Folded, locale: string) => inWords && value === 1 && (withArticle.has(languageOf(locale)) || text.startsWith(' of ', end))

/** The digits of "covid19" and "A4". */
const isGlued = ({ start }: FoundNumber, { text }: Folded) => /\p{Script=Latin}/u.test(text[start - 1] ?? '')

const toFound = ({ value, start, end }: FoundNumber, weak: boolean): Found => ({ value: fromJson(value), start, end, weak })

const number = defineRecognizer({
  kind: 'NumberPrebuiltEntity',
  title: 'Number',
  find: (folded, locale) => readNumbers(folded, locale).filter(({ ordinal }) => !ordinal).map((one) => toFound(one, isArticle(one, folded, locale) || isGlued(one, folded))),
})

const ordinal = defineRecognizer({
  kind: 'OrdinalPrebuiltEntity',
  title: 'Ordinal',
  find: (folded, locale) => readOrdinals(folded, locale).map((one) => toFound(one, !one.ordinal)),
})

/** A number whose unit is understood and dropped, as the original does; a bare number answers a question for it. */
const measured = (kind: string, title: string, measure: Measure): EntityKind =>
  defineRecognizer({
    kind,
    title,
    find: (folded: Folded, locale) =>
      readMeasures(folded, measure, locale)
        .filter((one) => !one.ordinal)
        .map((one) => toFound(one, !one.hasUnit)),
  })

export const numberEntities: readonly EntityKind[] = [
  number,
  ordinal,
  measured('AgePrebuiltEntity', 'Age', 'age'),
  measured('MoneyPrebuiltEntity', 'Money', 'money'),
  measured('PercentagePrebuiltEntity', 'Percentage', 'percent'),
  measured('SpeedPrebuiltEntity', 'Speed', 'speed'),
  measured('TemperaturePrebuiltEntity', 'Temperature', 'temperature'),
  measured('WeightPrebuiltEntity', 'Weight', 'weight'),
]
