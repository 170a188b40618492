import { NameIndex } from './name-index.ts'

/** States, provinces and their like, as they are called at home and in English; `|` separates them. */
const names = [
  'Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Washington DC|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Washington State|West Virginia|Wisconsin|Wyoming|Puerto Rico|Guam',
  'Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Newfoundland|Nova Scotia|Ontario|Prince Edward Island|Quebec|Québec|Saskatchewan|Northwest Territories|Nunavut|Yukon',
  'New South Wales|Victoria|Queensland|South Australia|Western Australia|Tasmania|Northern Territory|Australian Capital Territory|England|Scotland|Wales|Northern Ireland',
  'Baden-Württemberg|Bayern|Bavaria|Berlin|Brandenburg|Bremen|Hamburg|Hessen|Hesse|Mecklenburg-Vorpommern|Niedersachsen|Lower Saxony|Nordrhein-Westfalen|North Rhine-Westphalia|NRW|Rheinland-Pfalz|Rhineland-Palatinate|Saarland|Sachsen|Saxony|Sachsen-Anhalt|Saxony-Anhalt|Schleswig-Holstein|Thüringen|Thuringia',
  'Burgenland|Kärnten|Carinthia|Niederösterreich|Oberösterreich|Salzburg|Steiermark|Styria|Tirol|Tyrol|Vorarlberg|Wien|Vienna|Aargau|Appenzell|Basel-Landschaft|Basel-Stadt|Bern|Fribourg|Freiburg|Genève|Genf|Geneva|Glarus|Graubünden|Jura|Luzern|Lucerne|Neuchâtel|Nidwalden|Obwalden|Schaffhausen|Schwyz|Solothurn|St. Gallen|Thurgau|Ticino|Tessin|Uri|Valais|Wallis|Vaud|Waadt|Zug|Zürich|Zurich',
  "Auvergne-Rhône-Alpes|Bourgogne-Franche-Comté|Bretagne|Brittany|Centre-Val de Loire|Corse|Corsica|Grand Est|Hauts-de-France|Île-de-France|Normandie|Normandy|Nouvelle-Aquitaine|Occitanie|Pays de la Loire|Provence-Alpes-Côte d'Azur|Guadeloupe|Martinique|Guyane|La Réunion|Mayotte",
  'Andalucía|Aragón|Asturias|Baleares|Islas Baleares|Canarias|Islas Canarias|Cantabria|Castilla y León|Castilla-La Mancha|Cataluña|Catalunya|Catalonia|Comunidad Valenciana|Extremadura|Galicia|La Rioja|Madrid|Comunidad de Madrid|Murcia|Navarra|País Vasco|Euskadi',
  "Abruzzo|Basilicata|Calabria|Campania|Emilia-Romagna|Friuli-Venezia Giulia|Lazio|Liguria|Lombardia|Lombardy|Marche|Molise|Piemonte|Piedmont|Puglia|Sardegna|Sardinia|Sicilia|Sicily|Toscana|Tuscany|Trentino-Alto Adige|Umbria|Valle d'Aosta|Veneto",
  'Drenthe|Flevoland|Friesland|Gelderland|Groningen|Limburg|Noord-Brabant|Noord-Holland|Overijssel|Utrecht|Zeeland|Zuid-Holland|Vlaanderen|Flanders|Wallonie|Wallonia|Antwerpen|Brabant wallon|Hainaut|Liège|Namur|Oost-Vlaanderen|West-Vlaanderen|Vlaams-Brabant',
  'Blekinge|Dalarna|Gotland|Gävleborg|Halland|Jämtland|Jönköping|Kalmar|Kronoberg|Norrbotten|Skåne|Stockholms län|Södermanland|Uppsala län|Värmland|Västerbotten|Västernorrland|Västmanland|Västra Götaland|Örebro län|Östergötland',
  'Acre|Alagoas|Amapá|Amazonas|Bahia|Ceará|Distrito Federal|Espírito Santo|Goiás|Maranhão|Mato Grosso|Mato Grosso do Sul|Minas Gerais|Pará|Paraíba|Paraná|Pernambuco|Piauí|Rio de Janeiro|Rio Grande do Norte|Rio Grande do Sul|Rondônia|Roraima|Santa Catarina|São Paulo|Sergipe|Tocantins',
  'Aguascalientes|Baja California|Baja California Sur|Campeche|Chiapas|Chihuahua|Ciudad de México|CDMX|Coahuila|Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Estado de México|Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucatán|Zacatecas',
  'Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal|Delhi',
  '北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|東京|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|三重県|滋賀県|京都府|京都|大阪府|大阪|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県|沖縄',
  '北京市|北京|天津市|天津|河北省|河北|山西省|山西|内蒙古|辽宁省|辽宁|吉林省|吉林|黑龙江省|黑龙江|上海市|上海|江苏省|江苏|浙江省|浙江|安徽省|安徽|福建省|福建|江西省|江西|山东省|山东|河南省|河南|湖北省|湖北|湖南省|湖南|广东省|广东|广西|海南省|海南|重庆市|重庆|四川省|四川|贵州省|贵州|云南省|云南|西藏|陕西省|陕西|甘肃省|甘肃|青海省|青海|宁夏|新疆',
  '서울|서울특별시|부산|부산광역시|대구|인천|광주|대전|울산|세종|경기도|강원도|충청북도|충청남도|충북|충남|전라북도|전라남도|전북|전남|경상북도|경상남도|경북|경남|제주도|제주',
]

let index: NameIndex | undefined

export const states = (): NameIndex => (index ??= new NameIndex(names.flatMap((list) => list.split('|'))))
