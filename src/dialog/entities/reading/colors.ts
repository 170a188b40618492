import { languageOf, perLocale } from './folded.ts'
import { NameIndex } from './name-index.ts'

/** Plain colours with their endings, and what stands in front of them: light, dark. */
type Colors = { names: string; shades?: string }

const table: Record<string, Colors> = {
  en: {
    names: 'red|blue|green|yellow|orange|purple|violet|pink|brown|black|white|gray|grey|silver|gold|golden|beige|turquoise|cyan|magenta|navy|navy blue|teal|maroon|olive|lime|indigo|crimson|scarlet|burgundy|khaki|ivory|cream|lavender|lilac|coral|salmon|mint|bronze|copper|charcoal|fuchsia|tan|aqua|azure|mauve|plum|ruby|emerald|sapphire',
    shades: 'light |dark |bright |pale |deep |sky |royal |forest |lime ',
  },
  de: { names: forms('rot|blau|grün|gelb|violett|braun|schwarz|weiß|grau|silbern|golden|türkis', 'e|er|en|es|em') + '|orange|lila|rosa|pink|beige|silber|gold|dunkle|bordeaux', shades: 'hell|dunkel|himmel|marine|helles |dunkles ' },
  fr: { names: forms('rouge|bleu|vert|jaune|noir|brun|gris|violet|rose', 's|e|es') + '|blanc|blanche|blancs|blanches|orange|marron|beige|violette|violettes|doré|dorée|argenté|argentée|turquoise|bordeaux|bleu clair|bleu foncé|vert clair|vert foncé|bleu marine|gris clair|gris foncé' },
  es: { names: forms('rojo|negro|blanco|amarillo|morado|dorado|plateado|rosado', 's') + '|' + forms('roja|negra|blanca|amarilla|morada|dorada|plateada', 's') + '|azul|azules|verde|verdes|naranja|violeta|rosa|marrón|café|gris|grises|beige|turquesa|azul claro|azul oscuro|verde claro|verde oscuro|azul marino|celeste' },
  it: { names: 'rosso|rossa|rossi|rosse|blu|verde|verdi|giallo|gialla|gialli|gialle|arancione|viola|rosa|marrone|nero|nera|neri|nere|bianco|bianca|bianchi|bianche|grigio|grigia|argento|oro|dorato|beige|turchese|azzurro|azzurra|celeste|bordeaux|verde chiaro|verde scuro|blu scuro|grigio chiaro|grigio scuro' },
  pt: { names: forms('vermelho|preto|branco|amarelo|roxo|dourado|prateado|vermelha|preta|branca|amarela|roxa|dourada', 's') + '|azul|azuis|verde|verdes|laranja|violeta|rosa|cor-de-rosa|marrom|castanho|cinza|cinzento|bege|turquesa|azul claro|azul escuro|verde claro|verde escuro|azul-marinho|azul marinho' },
  nl: { names: 'rood|rode|blauw|blauwe|groen|groene|geel|gele|oranje|paars|paarse|roze|bruin|bruine|zwart|zwarte|wit|witte|grijs|grijze|zilver|goud|gouden|beige|turkoois|turquoise', shades: 'licht|donker|hemels|marine' },
  sv: { names: 'röd|röda|rött|blå|blåa|blått|grön|gröna|grönt|gul|gula|gult|orange|lila|rosa|brun|bruna|brunt|svart|svarta|vit|vita|vitt|grå|gråa|grått|silver|guld|beige|turkos', shades: 'ljus|mörk|himmels|marin' },
  tr: { names: 'kırmızı|mavi|yeşil|sarı|turuncu|mor|pembe|kahverengi|siyah|beyaz|gri|gümüş|altın|bej|turkuaz|lacivert|bordo|eflatun', shades: 'açık |koyu ' },
  ja: { names: '赤|赤色|青|青色|緑|緑色|黄色|オレンジ|オレンジ色|紫|紫色|ピンク|茶色|黒|黒色|白|白色|灰色|グレー|銀色|シルバー|金色|ゴールド|ベージュ|水色|紺色|紺|黄緑|薄い青|濃い青' },
  zh: { names: '红色|红|蓝色|蓝|绿色|绿|黄色|黄|橙色|橘色|紫色|紫|粉色|粉红色|棕色|咖啡色|黑色|黑|白色|白|灰色|灰|银色|金色|米色|青色|天蓝色|紅色|藍色|綠色|黃色|銀色', shades: '浅|深|淡|暗|淺' },
  ko: { names: '빨간색|빨강|빨간|파란색|파랑|파란|초록색|초록|녹색|노란색|노랑|노란|주황색|주황|보라색|보라|분홍색|분홍|핑크|갈색|검은색|검정색|검정|흰색|하얀색|회색|은색|금색|베이지색|하늘색|남색|청록색|연두색' },
}

function forms(stems: string, endings: string): string {
  return stems.split('|').flatMap((stem) => [stem, ...endings.split('|').map((ending) => stem + ending)]).join('|')
}

export const colors = perLocale((locale) => {
  const { names, shades = '' } = table[languageOf(locale)] ?? (table['en'] as Colors)
  const plain = names.split('|')
  return new NameIndex([...plain, ...shades.split('|').filter(Boolean).flatMap((shade) => plain.map((name) => shade + name))])
})
