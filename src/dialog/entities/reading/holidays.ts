import { fold, languageOf, longestFirst, perLocale } from './folded.ts'

/** When a holiday is in a year: midnight as if the wall showed UTC. */
type Holiday = (year: number) => number

type Holidays = { days: ReadonlyMap<string, Holiday>; names: readonly string[] }

/**
 * Holidays on one day that everybody who speaks the language means by the name, and under a locale those of its country.
 * Names are separated by `|`; behind `=` stands `12-25`, `11-22:thu` for the first Thursday from then on, or `easter+1`.
 */
const written: Readonly<Record<string, string>> = {
  en: "new year=1-1|new year's=1-1|new year's day=1-1|new year's eve=12-31|valentine's day=2-14|valentines=2-14|st patrick's day=3-17|st. patrick's day=3-17|saint patrick's day=3-17|palm sunday=easter-7|good friday=easter-2|easter=easter|easter day=easter|easter sunday=easter|easter monday=easter+1|ascension day=easter+39|pentecost=easter+49|whit sunday=easter+49|whit monday=easter+50|ash wednesday=easter-46|shrove tuesday=easter-47|maundy thursday=easter-3|april fool's day=4-1|april fools day=4-1|april fools' day=4-1|halloween=10-31|hallowe'en=10-31|all saints' day=11-1|remembrance day=11-11|christmas=12-25|xmas=12-25|christmas day=12-25|xmas day=12-25|christmas eve=12-24|xmas eve=12-24|day before christmas=12-24|day after christmas=12-26|boxing day=12-26|black friday=11-23:fri",
  'en-US': "martin luther king day=1-15:mon|martin luther king jr. day=1-15:mon|mlk day=1-15:mon|groundhog day=2-2|presidents' day=2-15:mon|president's day=2-15:mon|washington's birthday=2-15:mon|mother's day=5-8:sun|mothers' day=5-8:sun|memorial day=5-25:mon|father's day=6-15:sun|fathers' day=6-15:sun|juneteenth=6-19|independence day=7-4|labor day=9-1:mon|columbus day=10-8:mon|indigenous peoples' day=10-8:mon|veterans day=11-11|veterans' day=11-11|thanksgiving=11-22:thu|thanksgiving day=11-22:thu|day before thanksgiving=11-21:wed|day after thanksgiving=11-23:fri|cyber monday=11-26:mon|cinco de mayo=5-5",
  'en-GB': "burns night=1-25|mothering sunday=easter-21|mother's day=easter-21|mothers' day=easter-21|st george's day=4-23|may day bank holiday=5-1:mon|early may bank holiday=5-1:mon|spring bank holiday=5-25:mon|father's day=6-15:sun|fathers' day=6-15:sun|summer bank holiday=8-25:mon|august bank holiday=8-25:mon|guy fawkes night=11-5|bonfire night=11-5|st andrew's day=11-30",
  'en-CA': "family day=2-15:mon|mother's day=5-8:sun|victoria day=5-18:mon|father's day=6-15:sun|canada day=7-1|labour day=9-1:mon|thanksgiving=10-8:mon|thanksgiving day=10-8:mon",
  'en-AU': "australia day=1-26|anzac day=4-25|mother's day=5-8:sun|father's day=9-1:sun|melbourne cup day=11-1:tue",
  'en-NZ': "waitangi day=2-6|anzac day=4-25|mother's day=5-8:sun|father's day=9-1:sun|labour day=10-22:mon",
  'en-IE': "mother's day=easter-21|mothering sunday=easter-21|father's day=6-15:sun|st stephen's day=12-26",
  de: 'neujahr=1-1|neujahrstag=1-1|heilige drei könige=1-6|dreikönigstag=1-6|valentinstag=2-14|rosenmontag=easter-48|aschermittwoch=easter-46|gründonnerstag=easter-3|karfreitag=easter-2|ostern=easter|ostersonntag=easter|ostermontag=easter+1|tag der arbeit=5-1|maifeiertag=5-1|muttertag=5-8:sun|christi himmelfahrt=easter+39|himmelfahrt=easter+39|pfingsten=easter+49|pfingstsonntag=easter+49|pfingstmontag=easter+50|fronleichnam=easter+60|mariä himmelfahrt=8-15|reformationstag=10-31|halloween=10-31|allerheiligen=11-1|nikolaustag=12-6|heiligabend=12-24|heilig abend=12-24|weihnachten=12-25|weihnachtstag=12-25|erster weihnachtstag=12-25|erste weihnachtstag=12-25|ersten weihnachtstag=12-25|zweiter weihnachtstag=12-26|zweite weihnachtstag=12-26|zweiten weihnachtstag=12-26|1. weihnachtstag=12-25|2. weihnachtstag=12-26|stephanstag=12-26|silvester=12-31|silvesterabend=12-31',
  'de-DE': 'tag der deutschen einheit=10-3|vatertag=easter+39|frauentag=3-8',
  'de-AT': 'nationalfeiertag=10-26',
  'de-CH': 'bundesfeier=8-1|bundesfeiertag=8-1|nationalfeiertag=8-1',
  fr: "jour de l'an=1-1|nouvel an=1-1|épiphanie=1-6|saint-valentin=2-14|saint valentin=2-14|mardi gras=easter-47|mercredi des cendres=easter-46|vendredi saint=easter-2|pâques=easter|dimanche de pâques=easter|lundi de pâques=easter+1|fête du travail=5-1|ascension=easter+39|jeudi de l'ascension=easter+39|pentecôte=easter+49|lundi de pentecôte=easter+50|assomption=8-15|halloween=10-31|toussaint=11-1|veille de noël=12-24|réveillon de noël=12-24|noël=12-25|jour de noël=12-25|saint-sylvestre=12-31|saint sylvestre=12-31|réveillon du nouvel an=12-31|veille du nouvel an=12-31",
  'fr-FR': 'fête nationale=7-14|fête de la musique=6-21|armistice=11-11',
  'fr-CA': 'fête nationale=6-24|saint-jean-baptiste=6-24|fête du canada=7-1|action de grâce=10-8:mon|fête des mères=5-8:sun|fête des pères=6-15:sun',
  'fr-CH': 'fête nationale=8-1',
  'fr-BE': 'fête nationale=7-21',
  es: 'año nuevo=1-1|día de año nuevo=1-1|día de reyes=1-6|reyes magos=1-6|san valentín=2-14|miércoles de ceniza=easter-46|domingo de ramos=easter-7|jueves santo=easter-3|viernes santo=easter-2|pascua=easter|domingo de pascua=easter|domingo de resurrección=easter|lunes de pascua=easter+1|día del trabajo=5-1|día del trabajador=5-1|día de todos los santos=11-1|todos los santos=11-1|halloween=10-31|nochebuena=12-24|navidad=12-25|día de navidad=12-25|nochevieja=12-31|fin de año=12-31',
  'es-ES': 'día de la hispanidad=10-12|fiesta nacional=10-12|día de la constitución=12-6',
  'es-MX': 'día de muertos=11-2|día de los muertos=11-2|día de la independencia=9-16|día de las madres=5-10|día del padre=6-15:sun',
  it: "capodanno=1-1|epifania=1-6|befana=1-6|san valentino=2-14|mercoledì delle ceneri=easter-46|domenica delle palme=easter-7|venerdì santo=easter-2|pasqua=easter|domenica di pasqua=easter|pasquetta=easter+1|lunedì di pasqua=easter+1|lunedì dell'angelo=easter+1|festa della liberazione=4-25|festa dei lavoratori=5-1|festa del lavoro=5-1|festa della mamma=5-8:sun|festa del papà=3-19|festa della repubblica=6-2|ferragosto=8-15|halloween=10-31|ognissanti=11-1|immacolata=12-8|vigilia di natale=12-24|natale=12-25|santo stefano=12-26|san silvestro=12-31|vigilia di capodanno=12-31",
  pt: 'ano novo=1-1|dia de ano novo=1-1|ano-novo=1-1|dia de reis=1-6|quarta-feira de cinzas=easter-46|domingo de ramos=easter-7|sexta-feira santa=easter-2|páscoa=easter|domingo de páscoa=easter|dia do trabalhador=5-1|dia do trabalho=5-1|corpus christi=easter+60|halloween=10-31|dia de todos os santos=11-1|véspera de natal=12-24|natal=12-25|dia de natal=12-25|véspera de ano novo=12-31|réveillon=12-31',
  'pt-BR': 'carnaval=easter-47|tiradentes=4-21|dia das mães=5-8:sun|dia dos namorados=6-12|dia dos pais=8-8:sun|dia da independência=9-7|nossa senhora aparecida=10-12|dia das crianças=10-12|finados=11-2|proclamação da república=11-15',
  'pt-PT': 'carnaval=easter-47|dia do pai=3-19|dia da liberdade=4-25|dia da mãe=5-1:sun|dia dos namorados=2-14|dia de portugal=6-10|implantação da república=10-5',
  nl: 'nieuwjaar=1-1|nieuwjaarsdag=1-1|valentijnsdag=2-14|goede vrijdag=easter-2|pasen=easter|eerste paasdag=easter|paaszondag=easter|tweede paasdag=easter+1|paasmaandag=easter+1|hemelvaart=easter+39|hemelvaartsdag=easter+39|pinksteren=easter+49|eerste pinksterdag=easter+49|tweede pinksterdag=easter+50|pinkstermaandag=easter+50|moederdag=5-8:sun|halloween=10-31|kerstavond=12-24|kerst=12-25|kerstmis=12-25|kerstdag=12-25|eerste kerstdag=12-25|tweede kerstdag=12-26|oudejaarsavond=12-31|oudjaarsavond=12-31|oud en nieuw=12-31',
  'nl-NL': 'bevrijdingsdag=5-5|dodenherdenking=5-4|vaderdag=6-15:sun|sinterklaasavond=12-5|pakjesavond=12-5',
  'nl-BE': 'vaderdag=6-8:sun|nationale feestdag=7-21',
  sv: 'nyårsdagen=1-1|trettondagen=1-6|alla hjärtans dag=2-14|skärtorsdagen=easter-3|långfredag=easter-2|långfredagen=easter-2|påskafton=easter-1|påsk=easter|påsken=easter|påskdagen=easter|annandag påsk=easter+1|valborg=4-30|valborgsmässoafton=4-30|första maj=5-1|kristi himmelsfärd=easter+39|kristi himmelsfärdsdag=easter+39|pingst=easter+49|pingstdagen=easter+49|nationaldagen=6-6|midsommarafton=6-19:fri|midsommar=6-20:sat|midsommardagen=6-20:sat|halloween=10-31|luciadagen=12-13|julafton=12-24|jul=12-25|juldagen=12-25|annandag jul=12-26|nyårsafton=12-31',
  tr: 'sevgililer günü=2-14|ulusal egemenlik ve çocuk bayramı=4-23|işçi bayramı=5-1|anneler günü=5-8:sun|babalar günü=6-15:sun|zafer bayramı=8-30|cumhuriyet bayramı=10-29|noel=12-25|yılbaşı gecesi=12-31',
  ja: '元日=1-1|元旦=1-1|成人の日=1-8:mon|建国記念の日=2-11|バレンタインデー=2-14|ホワイトデー=3-14|昭和の日=4-29|憲法記念日=5-3|みどりの日=5-4|こどもの日=5-5|子供の日=5-5|母の日=5-8:sun|父の日=6-15:sun|海の日=7-15:mon|山の日=8-11|敬老の日=9-15:mon|スポーツの日=10-8:mon|ハロウィン=10-31|文化の日=11-3|勤労感謝の日=11-23|クリスマスイブ=12-24|クリスマス・イブ=12-24|クリスマス=12-25|大晦日=12-31|大みそか=12-31',
  zh: '元旦=1-1|情人节=2-14|情人節=2-14|妇女节=3-8|婦女節=3-8|愚人节=4-1|愚人節=4-1|劳动节=5-1|勞動節=5-1|五一节=5-1|五一劳动节=5-1|母亲节=5-8:sun|母親節=5-8:sun|儿童节=6-1|平安夜=12-24|圣诞节=12-25|聖誕節=12-25|圣诞=12-25|聖誕=12-25',
  'zh-CN': '教师节=9-10|国庆节=10-1|国庆=10-1|十一国庆=10-1',
  'zh-TW': '國慶日=10-10|雙十節=10-10|雙十國慶=10-10',
  ko: '신정=1-1|새해 첫날=1-1|밸런타인데이=2-14|발렌타인데이=2-14|화이트데이=3-14|삼일절=3-1|근로자의 날=5-1|어린이날=5-5|어버이날=5-8|스승의 날=5-15|현충일=6-6|제헌절=7-17|광복절=8-15|개천절=10-3|한글날=10-9|크리스마스이브=12-24|크리스마스 이브=12-24|크리스마스=12-25|성탄절=12-25',
}

export const holidaysOf = perLocale((locale): Holidays => {
  const language = languageOf(locale)
  const country = `${language}-${new Intl.Locale(locale).maximize().region ?? ''}`
  const days = new Map([...entries(written[language]), ...entries(written[country])])
  return { days, names: longestFirst(days.keys()) }
})

/** Apostrophes are left out by many: "new years eve". */
function entries(list: string | undefined): [string, Holiday][] {
  return (list ?? '').split('|').filter(Boolean).flatMap((entry): [string, Holiday][] => {
    const [name = '', rule = ''] = entry.split('=')
    const [day, folded] = [ruleOf(rule), fold(name)]
    return [[folded, day], [folded.replaceAll("'", ''), day]]
  })
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const DAY = 86_400_000

function ruleOf(rule: string): Holiday {
  if (rule.startsWith('easter')) {
    const days = Number(rule.slice('easter'.length))
    return (year) => easter(year) + days * DAY
  }
  const [date = '', weekday] = rule.split(':')
  const [month = 1, day = 1] = date.split('-').map(Number)
  const first = (year: number) => Date.UTC(year, month - 1, day)
  return weekday === undefined ? first : (year) => first(year) + ((weekdays.indexOf(weekday) - new Date(first(year)).getUTCDay() + 7) % 7) * DAY
}

/** Easter Sunday of the Gregorian calendar, by the tables of the epact and the Sunday letters. */
function easter(year: number): number {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const correction = Math.floor(century / 4) + Math.floor((8 * century + 13) / 25)
  let epact = (19 * golden + century - correction + 15) % 30
  epact -= Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7
  return Date.UTC(year, 2, 28 + epact - weekday)
}
