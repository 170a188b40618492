/** Windows locale ids of the languages a copilot can have. */
const locales: Record<number, string> = {
  1025: 'ar-SA', 1027: 'ca-ES', 1028: 'zh-TW', 1029: 'cs-CZ', 1030: 'da-DK', 1031: 'de-DE', 1032: 'el-GR', 1033: 'en-US', 1034: 'es-ES',
  1035: 'fi-FI', 1036: 'fr-FR', 1037: 'he-IL', 1038: 'hu-HU', 1040: 'it-IT', 1041: 'ja-JP', 1042: 'ko-KR', 1043: 'nl-NL', 1044: 'nb-NO',
  1045: 'pl-PL', 1046: 'pt-BR', 1048: 'ro-RO', 1049: 'ru-RU', 1051: 'sk-SK', 1053: 'sv-SE', 1054: 'th-TH', 1055: 'tr-TR', 1057: 'id-ID',
  1058: 'uk-UA', 1066: 'vi-VN', 1081: 'hi-IN', 2052: 'zh-CN', 2057: 'en-GB', 2058: 'es-MX', 2070: 'pt-PT', 3076: 'zh-HK', 3081: 'en-AU',
  3082: 'es-ES', 3084: 'fr-CA', 4105: 'en-CA', 16393: 'en-IN', 20490: 'es-PR', 21514: 'es-US',
}

export function localeOf(language: number): string {
  return locales[language] ?? 'en-US'
}
