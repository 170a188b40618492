import { fold, languageOf, longestFirst, perLocale } from './folded.ts'

export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'fortnight' | 'month' | 'year'
/** A stretch of days that people name as a whole. */
export type Period = { unit: 'weekend' | 'week' | 'month' | 'year'; distance: number }

/** What stands around the number of "in 3 days": CLDR's words, folded. */
type Distance = { before: string; after: string; unit: TimeUnit; sign: 1 | -1 }

export type Calendar = {
  /** Name, long or short -> 1..12. */
  months: ReadonlyMap<string, number>
  monthNames: readonly string[]
  /** Name -> 0 (Sunday)..6. Short names are in `shortDays`: they are also other words. */
  weekdays: ReadonlyMap<string, number>
  weekdayNames: readonly string[]
  shortDays: ReadonlyMap<string, number>
  /** "tomorrow" -> 1 */
  days: ReadonlyMap<string, number>
  dayNames: readonly string[]
  /** "now" */
  now: readonly string[]
  /** "next week" -> 1 */
  weeks: ReadonlyMap<string, number>
  /** "next year" -> 1 */
  years: ReadonlyMap<string, number>
  yearNames: readonly string[]
  /** "next month", "this weekend". The week, month and year that are now are none: they begin in the past. */
  periods: ReadonlyMap<string, Period>
  periodNames: readonly string[]
  distances: readonly Distance[]
  durations: ReadonlyMap<string, TimeUnit>
  durationNames: readonly string[]
  /** "half past ~" -> 30 minutes after the hour. */
  fractions: readonly { before: string; after: string; minutes: number }[]
  /** Whether 3/4/2026 is in March. */
  monthFirst: boolean
  /** Whether people say 3 for 15:00. */
  halfDays: boolean
} & Spoken

/** What CLDR does not know of how people speak of days and times; lists are separated by `|`, a day's distance follows `=`. */
type Spoken = { next: readonly string[]; last: readonly string[]; at: readonly string[]; oclock: readonly string[]; am: readonly string[]; pm: readonly string[]; noon: readonly string[]; midnight: readonly string[]; and: readonly string[]; of: readonly string[] }
type Written = { [member in keyof Spoken]: string } & { days?: string; distances?: string; weekdays?: string; weeks?: string; periods?: string; durations?: string; fractions?: string }

const spoken: Record<string, Written> = {
  en: { fractions: 'half past ~=30|quarter past ~=15|a quarter past ~=15|quarter to ~=-15|a quarter to ~=-15', next: 'next|coming|this', last: 'last|past', at: 'at|@', oclock: "o'clock|oclock", am: 'am|a.m.|a.m|in the morning|this morning', pm: 'pm|p.m.|p.m|in the afternoon|in the evening|this afternoon|this evening|at night|tonight', noon: 'noon|midday', midnight: 'midnight', and: 'and|,', of: 'of|of the|the|,', days: 'day after tomorrow=2|day before yesterday=-2|tonight=0|tmr=1|tmrw=1', distances: '~ day from now|~ days from now|~ week from now|~ weeks from now|~ month from now|~ months from now|~ year from now|~ years from now|~ minutes from now|~ hour from now|~ hours from now|in ~ fortnight|in ~ fortnights|~ fortnight from now|~ fortnights from now|~ fortnight ago|~ fortnights ago', durations: 'fortnight=fortnight|fortnights=fortnight', periods: 'weekend=weekend|the weekend=weekend|this weekend=weekend|coming weekend=weekend|next weekend=weekend+1|weekend after next=weekend+2|last weekend=weekend-1|past weekend=weekend-1|coming week=week+1|following week=week+1|week after next=week+2|coming month=month+1|month after next=month+2|coming year=year+1' },
  de: { fractions: 'halb ~=-30|viertel nach ~=15|viertel vor ~=-15|dreiviertel ~=-15', next: 'nachste|nachsten|nachster|nachstes|kommende|kommenden|diesen|dieser', last: 'letzte|letzten|letzter|vergangenen', at: 'um|gegen|ab', oclock: 'uhr', am: 'morgens|vormittags|am morgen|am vormittag|fruh', pm: 'nachmittags|abends|am nachmittag|am abend|nachts', noon: 'mittag|mittags', midnight: 'mitternacht', and: 'und|,', of: '.|,', days: 'ubermorgen=2|vorgestern=-2|heute=0', weekdays: 'sonnabend=6', durations: 'std=hour|stündige=hour', periods: 'wochenende=weekend|am wochenende=weekend|dieses wochenende=weekend|kommendes wochenende=weekend|kommenden wochenende=weekend|nachstes wochenende=weekend+1|nachsten wochenende=weekend+1|nachste wochenende=weekend+1|ubernachstes wochenende=weekend+2|ubernachsten wochenende=weekend+2|letztes wochenende=weekend-1|letzten wochenende=weekend-1|letzte wochenende=weekend-1|vergangenes wochenende=weekend-1|vergangenen wochenende=weekend-1|kommende woche=week+1|kommender woche=week+1|kommenden woche=week+1|nachsten woche=week+1|nachster woche=week+1|ubernachste woche=week+2|ubernachster woche=week+2|letzter woche=week-1|vergangene woche=week-1|vergangener woche=week-1|nachster monat=month+1|kommenden monat=month+1|ubernachsten monat=month+2|kommendes jahr=year+1|kommenden jahr=year+1|nachsten jahr=year+1|letzten jahr=year-1' },
  fr: { fractions: '~ et demie=30|~ et demi=30|~ et quart=15|~ moins le quart=-15|~ moins quart=-15', next: 'prochain|prochaine|ce|cette', last: 'dernier|derniere|passe', at: 'a|vers', oclock: 'h|heures|heure', am: 'du matin|le matin', pm: "de l'apres-midi|du soir|le soir|l'apres-midi", noon: 'midi', midnight: 'minuit', and: 'et|,', of: 'de|du|,', days: "aujourd'hui=0|apres-demain=2|apres demain=2|avant-hier=-2", periods: 'week-end=weekend|weekend=weekend|ce week-end=weekend|ce weekend=weekend|le week-end=weekend|le weekend=weekend|prochain week-end=weekend+1|week-end prochain=weekend+1|weekend prochain=weekend+1|week-end dernier=weekend-1|weekend dernier=weekend-1|week-end passe=weekend-1|semaine prochaine=week+1|prochaine semaine=week+1|semaine derniere=week-1|semaine passee=week-1|mois prochain=month+1|prochain mois=month+1|mois dernier=month-1|annee prochaine=year+1|an prochain=year+1|annee derniere=year-1|an dernier=year-1' },
  es: { fractions: '~ y media=30|~ y cuarto=15|~ menos cuarto=-15', next: 'proximo|proxima|que viene|este', last: 'pasado|pasada|ultimo', at: 'a las|a la|las', oclock: 'h|horas|en punto', am: 'de la manana|por la manana|am|a.m.|a. m.', pm: 'de la tarde|de la noche|por la tarde|por la noche|pm|p.m.|p. m.', noon: 'mediodia', midnight: 'medianoche', and: 'y|,', of: 'de|del|,', days: 'pasado manana=2|anteayer=-2|antier=-2', distances: 'en ~ dia|en ~ dias|en ~ semana|en ~ semanas|en ~ hora|en ~ horas|en ~ mes|en ~ meses|en ~ minutos|de aqui a ~ dias', periods: 'fin de semana=weekend|este fin de semana=weekend|proximo fin de semana=weekend+1|fin de semana que viene=weekend+1|fin de semana pasado=weekend-1|proxima semana=week+1|semana proxima=week+1|semana que viene=week+1|semana pasada=week-1|proximo mes=month+1|mes proximo=month+1|mes que viene=month+1|mes pasado=month-1|proximo ano=year+1|ano que viene=year+1|ano proximo=year+1|ano pasado=year-1' },
  it: { fractions: '~ e mezza=30|~ e mezzo=30|~ e un quarto=15|~ meno un quarto=-15', next: 'prossimo|prossima|questo|questa', last: 'scorso|scorsa', at: 'alle|alle ore|ore|verso le|le', oclock: 'in punto', am: 'di mattina|del mattino|mattina', pm: 'di pomeriggio|del pomeriggio|di sera|della sera|pomeriggio|sera', noon: 'mezzogiorno', midnight: 'mezzanotte', and: 'e|,', of: 'di|del|,', days: "dopodomani=2|dopo domani=2|l'altro ieri=-2|altroieri=-2|stasera=0", distances: 'fra ~ giorni|fra ~ settimane|fra ~ ore|fra ~ mesi|fra ~ giorno|fra ~ settimana|fra ~ ora|fra ~ mese|fra ~ anno|fra ~ anni|fra ~ minuti', periods: 'weekend=weekend|week-end=weekend|fine settimana=weekend|questo weekend=weekend|questo fine settimana=weekend|prossimo weekend=weekend+1|weekend prossimo=weekend+1|prossimo fine settimana=weekend+1|fine settimana prossimo=weekend+1|scorso weekend=weekend-1|weekend scorso=weekend-1|scorso fine settimana=weekend-1|fine settimana scorso=weekend-1|prossima settimana=week+1|settimana prossima=week+1|settimana scorsa=week-1|scorsa settimana=week-1|prossimo mese=month+1|mese prossimo=month+1|mese scorso=month-1|scorso mese=month-1|prossimo anno=year+1|anno prossimo=year+1|anno scorso=year-1|scorso anno=year-1' },
  pt: { fractions: '~ e meia=30|~ e quinze=15', next: 'proximo|proxima|que vem|este|esta', last: 'passado|passada|ultimo|ultima', at: 'as|a|pelas', oclock: 'h|horas|hora', am: 'da manha|de manha', pm: 'da tarde|da noite|a tarde|a noite', noon: 'meio-dia|meio dia', midnight: 'meia-noite|meia noite', and: 'e|,', of: 'de|do|,', days: 'depois de amanha=2|anteontem=-2|hoje=0', distances: 'daqui a ~ dia|daqui a ~ semana|daqui a ~ hora|daqui a ~ mes|daqui a ~ meses|ha ~ dia|ha ~ semana|ha ~ mes|ha ~ ano|ha ~ anos|daqui a ~ dias|daqui a ~ semanas|daqui a ~ horas|ha ~ dias|ha ~ semanas|ha ~ meses|dentro de ~ dias', weekdays: 'segunda=1|terca=2|quarta=3|quinta=4|sexta=5', periods: 'fim de semana=weekend|final de semana=weekend|este fim de semana=weekend|neste fim de semana=weekend|este final de semana=weekend|proximo fim de semana=weekend+1|proximo final de semana=weekend+1|fim de semana que vem=weekend+1|final de semana que vem=weekend+1|fim de semana passado=weekend-1|final de semana passado=weekend-1|proxima semana=week+1|semana que vem=week+1|semana passada=week-1|proximo mes=month+1|mes que vem=month+1|mes passado=month-1|proximo ano=year+1|ano que vem=year+1|ano passado=year-1' },
  nl: { next: 'volgende|aanstaande|komende|deze', last: 'vorige|afgelopen', at: 'om|rond', oclock: 'uur', am: "'s ochtends|'s morgens|in de ochtend", pm: "'s middags|'s avonds|in de middag|in de avond", noon: '12 uur s middags', midnight: 'middernacht', and: 'en|,', of: ',', days: 'overmorgen=2|eergisteren=-2|vandaag=0|morgenochtend=1|morgenmiddag=1|morgenavond=1|vanavond=0|vanmiddag=0|vanochtend=0', fractions: 'half ~=-30|kwart over ~=15|kwart voor ~=-15', periods: 'weekend=weekend|weekeinde=weekend|dit weekend=weekend|komend weekend=weekend|volgend weekend=weekend+1|volgende weekend=weekend+1|vorig weekend=weekend-1|afgelopen weekend=weekend-1|komende week=week+1|aankomende week=week+1|afgelopen week=week-1|komende maand=month+1|komend jaar=year+1' },
  sv: { fractions: 'halv ~=-30|kvart over ~=15|kvart i ~=-15', next: 'nasta|kommande|pa', last: 'forra|i forra', at: 'kl|kl.|klockan|vid', oclock: 'prick', am: 'pa morgonen|pa formiddagen|fm|f.m.', pm: 'pa eftermiddagen|pa kvallen|em|e.m.', noon: 'mitt pa dagen', midnight: 'midnatt', and: 'och|,', of: ',', days: 'imorgon=1|imorron=1|i morgon=1|idag=0|i dag=0|igar=-1|i overmorgon=2|overmorgon=2|i forrgar=-2', periods: 'helgen=weekend|i helgen=weekend|nasta helg=weekend+1|forra helgen=weekend-1|kommande vecka=week+1|nastkommande vecka=week+1' },
  tr: { fractions: '~ bucuk=30', next: 'gelecek|onumuzdeki|bu', last: 'gecen', at: 'saat', oclock: '', am: 'sabah|oglen once', pm: 'ogleden sonra|aksam|gece', noon: 'ogle|oglen', midnight: 'gece yarisi', and: 've|,', of: '', days: 'obur gun=2|yarindan sonra=2|evvelsi gun=-2|bugun=0', periods: 'hafta sonu=weekend|bu hafta sonu=weekend|gelecek hafta sonu=weekend+1|gecen hafta sonu=weekend-1|onumuzdeki hafta=week+1|onumuzdeki ay=month+1|seneye=year+1|gelecek sene=year+1' },
  ja: { next: '次の|今度の|この', last: '前の', at: '', oclock: '', am: '午前|朝', pm: '午後|夕方|夜|晩', noon: '正午', midnight: '真夜中', and: 'と|、', of: '', days: '明後日=2|あさって=2|明日=1|あした=1|今日=0|きょう=0|昨日=-1|きのう=-1|一昨日=-2|おととい=-2', weekdays: '日曜=0|月曜=1|火曜=2|水曜=3|木曜=4|金曜=5|土曜=6', weeks: '来週の=1|今週の=0|先週の=-1', durations: '日間=day|週間=week|年間=year|ヶ月=month|ヶ月間=month|か月間=month', periods: '週末=weekend|今週末=weekend|この週末=weekend|今度の週末=weekend|来週末=weekend+1|来週の週末=weekend+1|次の週末=weekend+1|先週末=weekend-1|先週の週末=weekend-1|再来週=week+2|再来月=month+2|再来年=year+2' },
  zh: { next: '这个|下一个|這個', last: '上一个', at: '', oclock: '', am: '上午|早上|凌晨|早晨', pm: '下午|晚上|傍晚|晚', noon: '正午', midnight: '午夜|半夜', and: '和|、', of: '', days: '后天=2|後天=2|明天=1|明日=1|今天=0|今日=0|昨天=-1|前天=-2|大后天=3', distances: '~ 天后|~ 天之后|~ 天以后|~ 周后|~ 个星期后|~ 个月后|~ 小时后|~ 个小时后|~ 周前|~ 天前', weekdays: '星期天=0|礼拜天=0|周日=0|星期日=0|礼拜一=1|礼拜二=2|礼拜三=3|礼拜四=4|礼拜五=5|礼拜六=6|週一=1|週二=2|週三=3|週四=4|週五=5|週六=6|週日=0', weeks: '下=1|下个=1|下個=1|上=-1|上个=-1|上個=-1|这=0|本=0|這=0', durations: '个小时=hour|钟头=hour|个星期=week|星期=week|日=day|分=minute', periods: '周末=weekend|週末=weekend|这周末=weekend|这个周末=weekend|本周末=weekend|這個週末=weekend|下周末=weekend+1|下个周末=weekend+1|下週末=weekend+1|下個週末=weekend+1|上周末=weekend-1|上个周末=weekend-1|上週末=weekend-1|上個週末=weekend-1|下星期=week+1|下个星期=week+1|下个礼拜=week+1|下周=week+1|下週=week+1|下個星期=week+1|下下周=week+2|下下週=week+2|上星期=week-1|上个星期=week-1|下个月=month+1|下個月=month+1|上个月=month-1|上個月=month-1' },
  ko: { next: '이번|다음|오는', last: '지난', at: '', oclock: '', am: '오전|아침|새벽', pm: '오후|저녁|밤', noon: '정오|낮 12시', midnight: '자정', and: '그리고|,', of: '', days: '모레=2|내일모레=2|내일=1|오늘=0|어제=-1|그저께=-2|그제=-2', distances: '~ 일 뒤|~ 주 뒤|~ 시간 뒤|~ 개월 뒤|~ 달 뒤|~ 달 후|~ 주일 후|~ 주일 뒤|~ 주일 전|~ 주 후|~ 개월 후', weeks: '다음 주=1|다음주=1|지난주=-1|지난 주=-1', durations: '시간=hour|일간=day|주간=week|달=month|주일=week', periods: '주말=weekend|이번 주말=weekend|다음 주말=weekend+1|다음주 주말=weekend+1|다음 주 주말=weekend+1|지난 주말=weekend-1|다음주=week+1|다음 주=week+1|다다음 주=week+2|다다음주=week+2|지난 주=week-1|다음달=month+1|다음 달=month+1|내년=year+1|작년=year-1' },
}

const split = (list: string | undefined): string[] => (list ?? '').split('|').filter(Boolean).map(fold)
const pairs = (list: string | undefined): [string, string][] => (list ?? '').split('|').filter(Boolean).map((pair) => [fold(pair.slice(0, pair.lastIndexOf('='))), pair.slice(pair.lastIndexOf('=') + 1)])

/** 1 January 2023 was a Sunday. */
const dateOf = (month: number, day: number) => new Date(Date.UTC(2023, month, day, 12))

export const calendarOf = perLocale((locale): Calendar => {
  const words = spoken[languageOf(locale)] ?? (spoken['en'] as Written)
  const months = monthsOf(locale)
  const weekdays = new Map([...namesOfDays(locale, 'long'), ...namesOfDays(locale, 'short').filter(([name]) => /^[周週]/.test(name)), ...pairs(words.weekdays).map(([name, day]): [string, number] => [name, Number(day)])])
  const days = new Map([...relative(locale, 'day', 2), ...pairs(words.days).map(([name, day]): [string, number] => [name, Number(day)])])
  const durations = new Map([...timeUnits.flatMap((unit) => unitNames(unit, locale).map((name): [string, TimeUnit] => [name, unit])), ...pairs(words.durations) as [string, TimeUnit][]])
  const years = new Map(relative(locale, 'year', 1))
  const periods = new Map([...namedPeriods(locale), ...pairs(words.periods).map(([name, period]): [string, Period] => [name, periodOf(period)])])
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  return {
    months,
    monthNames: longestFirst(months.keys()),
    weekdays,
    weekdayNames: longestFirst(weekdays.keys()),
    shortDays: new Map(namesOfDays(locale, 'short')),
    days,
    dayNames: longestFirst(days.keys()),
    now: [fold(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second'))],
    weeks: new Map([...relative(locale, 'week', 1), ...pairs(words.weeks).map(([name, week]): [string, number] => [name, Number(week)])]),
    years,
    yearNames: longestFirst(years.keys()),
    periods,
    periodNames: longestFirst(periods.keys()),
    distances: [...distancesOf(locale), ...split(words.distances).flatMap((pattern) => writtenDistance(pattern, durations))],
    durations,
    durationNames: longestFirst(durations.keys()),
    fractions: pairs(words.fractions).map(([pattern, minutes]) => ({ before: (pattern.split('~')[0] ?? '').trim(), after: (pattern.split('~')[1] ?? '').trim(), minutes: Number(minutes) })).toSorted((a, b) => b.before.length + b.after.length - a.before.length - a.after.length),
    monthFirst: isMonthFirst(locale),
    halfDays: hour.hour12 === true,
    next: longestFirst(split(words.next)),
    last: longestFirst(split(words.last)),
    at: longestFirst(split(words.at)),
    oclock: longestFirst(split(words.oclock)),
    am: longestFirst(split(words.am)),
    pm: longestFirst(split(words.pm)),
    noon: longestFirst(split(words.noon)),
    midnight: longestFirst(split(words.midnight)),
    and: longestFirst(split(words.and)),
    of: split(words.of),
  }
})

const timeUnits: readonly Exclude<TimeUnit, 'fortnight'>[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year']

function monthsOf(locale: string): Map<string, number> {
  const months = new Map<string, number>()
  for (let month = 0; month < 12; month++) {
    for (const style of ['long', 'short'] as const) {
      const alone = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' }).format(dateOf(month, 5))
      const beside = new Intl.DateTimeFormat(locale, { month: style, day: 'numeric', timeZone: 'UTC' }).formatToParts(dateOf(month, 5)).find(({ type }) => type === 'month')?.value ?? ''
      // Numbers with a sign, 3月, are read as such.
      for (const name of [alone, beside].map((word) => fold(word).replace(/\.$/, ''))) if (name && !/\d/.test(name) && !months.has(name)) months.set(name, month + 1)
    }
  }
  return months
}

const namesOfDays = (locale: string, weekday: 'long' | 'short'): [string, number][] =>
  Array.from({ length: 7 }, (_, day) => [fold(new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(dateOf(0, day + 1))).replace(/\.$/, ''), day])

/** The words for the near: "yesterday", "next week". */
function relative(locale: string, unit: 'day' | 'week' | 'month' | 'year', reach: number): [string, number][] {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const names: [string, number][] = []
  for (let distance = -reach; distance <= reach; distance++) {
    const name = fold(format.format(distance, unit))
    if (!/\p{N}/u.test(name)) names.push([name, distance])
  }
  return names
}

const namedPeriods = (locale: string): [string, Period][] =>
  (['week', 'month', 'year'] as const).flatMap((unit) => relative(locale, unit, 1).filter(([, distance]) => distance !== 0).map(([name, distance]): [string, Period] => [name, { unit, distance }]))

/** `week+1` */
function periodOf(text: string): Period {
  const [, unit, distance = '0'] = /^(\w+?)([+-]\d)?$/.exec(text) ?? []
  return { unit: unit as Period['unit'], distance: Number(distance) }
}

/** Enough to see every plural form there is. */
const AMOUNTS = [1, 2, 5, 11]

function distancesOf(locale: string): Distance[] {
  const found = new Map<string, Distance>()
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style })
    for (const unit of timeUnits) {
      for (const amount of AMOUNTS.flatMap((n) => [n, -n])) {
        const parts = format.formatToParts(amount, unit)
        const at = parts.findIndex(({ type }) => type === 'integer')
        const text = (some: typeof parts) => fold(some.map(({ value }) => value).join('')).trim()
        const distance: Distance = { before: text(parts.slice(0, at)), after: text(parts.slice(at + 1)), unit, sign: amount > 0 ? 1 : -1 }
        found.set(`${distance.before}~${distance.after}`, distance)
      }
    }
  }
  return [...found.values()]
}

/** "in ~ days" -> the unit is the word that means one, the sign is that of the words around it. */
function writtenDistance(pattern: string, durations: ReadonlyMap<string, TimeUnit>): Distance[] {
  const [before = '', after = ''] = pattern.split('~').map((part) => part.trim())
  const unit = durations.get(longestFirst(durations.keys()).find((name) => after.startsWith(name)) ?? '')
  return unit ? [{ before, after, unit, sign: /^ha$/.test(before) || /(?:[前전]|\bago)$/.test(after) ? -1 : 1 }] : []
}

function unitNames(unit: (typeof timeUnits)[number], locale: string): string[] {
  const names = (['long', 'short', 'narrow'] as const).flatMap((unitDisplay) =>
    AMOUNTS.map((amount) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).formatToParts(amount).filter(({ type }) => type === 'unit').map(({ value }) => value).join('')),
  )
  return names.map((name) => fold(name).trim())
}

function isMonthFirst(locale: string): boolean {
  const order = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }).formatToParts(dateOf(0, 1)).map(({ type }) => type)
  return order.indexOf('month') < order.indexOf('day') && order.indexOf('year') > order.indexOf('day')
}
