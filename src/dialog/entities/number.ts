import { fromJson } from '../fx.ts'
import type { EntityKind } from './define-entity.ts'
import { normalise } from './match-option.ts'

const small = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen']
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
const digits = /[-+]?(?:\d{1,3}(?:[,\u00a0]\d{3})+|\d{1,15})(?:\.\d{1,10})?/

/** A number in digits or in English words. Units and currencies around it are dropped. */
function number(kind: string, title: string, unit: RegExp): EntityKind {
  return {
    kind,
    title,
    partly: 'numbers in words in English only; units are not converted',
    slot: true,
    match(text) {
      const found = digits.exec(text)
      if (!found) return inWords(text)
      const value = Number(found[0].replace(/[,\u00a0]/g, ''))
      const around = text.replace(found[0], ' ').trim()
      return { value: fromJson(value), exact: around === '' || unit.test(around) }
    },
  }
}

function inWords(text: string) {
  const words = normalise(text).split(' ')
  const values = words.map(wordValue)
  const first = values.findIndex((value) => value !== undefined)
  if (first < 0) return undefined
  let total = 0
  let end = first
  for (; end < words.length; end++) {
    const value = values[end]
    if (words[end] === 'hundred') total *= 100
    else if (words[end] === 'thousand') total *= 1000
    else if (value !== undefined) total += value
    else if (words[end] !== 'and') break
  }
  return { value: fromJson(total), exact: first === 0 && end === words.length }
}

function wordValue(word: string): number | undefined {
  const unit = small.indexOf(word)
  if (unit >= 0) return unit
  const ten = tens.indexOf(word)
  if (ten >= 0) return 20 + 10 * ten
  const ordinal = ordinals.indexOf(word)
  return ordinal >= 0 ? ordinal + 1 : undefined
}

export const numberEntities: readonly EntityKind[] = [
  number('NumberPrebuiltEntity', 'Number', /^[.!]?$/),
  number('AgePrebuiltEntity', 'Age', /^(?:years?|yrs?|months?)?(?: old)?[.!]?$/i),
  number('MoneyPrebuiltEntity', 'Money', /^(?:[$€£¥]|dollars?|euros?|pounds?|usd|eur|gbp|bucks?|cents?)[.!]?$/i),
  number('PercentagePrebuiltEntity', 'Percentage', /^(?:%|percent)[.!]?$/i),
  number('OrdinalPrebuiltEntity', 'Ordinal', /^(?:st|nd|rd|th)[.!]?$/i),
  number('SpeedPrebuiltEntity', 'Speed', /^(?:km\/h|kph|mph|m\/s|knots?)[.!]?$/i),
  number('TemperaturePrebuiltEntity', 'Temperature', /^(?:°? ?[cfk]|degrees?(?: (?:celsius|fahrenheit))?|celsius|fahrenheit)[.!]?$/i),
  number('WeightPrebuiltEntity', 'Weight', /^(?:kg|kilos?|kilograms?|g|grams?|lbs?|pounds?|oz|ounces?|tons?|tonnes?)[.!]?$/i),
]
