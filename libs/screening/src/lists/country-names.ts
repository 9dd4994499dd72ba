/** ISO 3166-1 alpha-2 codes with the English names sanctions lists use; a code repeats for each name. */
const NAMES = `
AF Afghanistan|AL Albania|DZ Algeria|AS American Samoa|AD Andorra|AO Angola|AI Anguilla|AG Antigua and Barbuda
AR Argentina|AM Armenia|AW Aruba|AU Australia|AT Austria|AZ Azerbaijan|BS Bahamas|BS Bahamas, The|BS The Bahamas
BH Bahrain|BD Bangladesh|BB Barbados|BY Belarus|BE Belgium|BZ Belize|BJ Benin|BM Bermuda|BT Bhutan|BO Bolivia
BA Bosnia and Herzegovina|BW Botswana|BR Brazil|VG Virgin Islands, British|VG British Virgin Islands|BN Brunei
BG Bulgaria|BF Burkina Faso|MM Burma|MM Myanmar|BI Burundi|CV Cabo Verde|CV Cape Verde|KH Cambodia|CM Cameroon
CA Canada|KY Cayman Islands|CF Central African Republic|TD Chad|CL Chile|CN China|CO Colombia|KM Comoros
CD Congo, Democratic Republic of the|CD Democratic Republic of the Congo|CG Congo, Republic of the
CG Republic of the Congo|CK Cook Islands|CR Costa Rica|CI Cote d Ivoire|CI Cote d'Ivoire|CI Ivory Coast|HR Croatia
CU Cuba|CW Curacao|CY Cyprus|CZ Czech Republic|CZ Czechia|DK Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic
TL East Timor|TL Timor-Leste|EC Ecuador|EG Egypt|SV El Salvador|GQ Equatorial Guinea|ER Eritrea|EE Estonia
SZ Eswatini|ET Ethiopia|FJ Fiji|FI Finland|FR France|GA Gabon|GM The Gambia|GM Gambia, The|GM Gambia|GE Georgia
DE Germany|GH Ghana|GI Gibraltar|GR Greece|GL Greenland|GD Grenada|GT Guatemala|GG Guernsey|GN Guinea
GW Guinea-Bissau|GY Guyana|HT Haiti|HN Honduras|HK Hong Kong|HU Hungary|IS Iceland|IN India|ID Indonesia|IR Iran
IQ Iraq|IE Ireland|IM Man, Isle of|IM Isle of Man|IL Israel|IT Italy|JM Jamaica|JP Japan|JE Jersey|JO Jordan
KZ Kazakhstan|KE Kenya|KI Kiribati|KP Korea, North|KP North Korea|KP Democratic People's Republic of Korea
KR Korea, South|KR South Korea|KR Republic of Korea|XK Kosovo|KW Kuwait|KG Kyrgyzstan|LA Laos|LV Latvia|LB Lebanon
LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein|LT Lithuania|LU Luxembourg|MO Macau|MG Madagascar|MW Malawi
MY Malaysia|MV Maldives|ML Mali|MT Malta|MH Marshall Islands|MR Mauritania|MU Mauritius|MX Mexico|FM Micronesia
MD Moldova|MC Monaco|MN Mongolia|ME Montenegro|MA Morocco|MZ Mozambique|NA Namibia|NR Nauru|NP Nepal|NL Netherlands
NL The Netherlands|NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria|MK North Macedonia|MK Macedonia
MK North Macedonia, The Republic of|NO Norway|OM Oman|PK Pakistan|PW Palau|PS Palestinian|PS West Bank
PS Region: West Bank|PS Region: Gaza|PS Region: North Gaza|PS Region: Northern Gaza|PA Panama|PG Papua New Guinea
PY Paraguay|PE Peru|PH Philippines|PL Poland|PT Portugal|PR Puerto Rico|QA Qatar|RO Romania|RU Russia
RU Russian Federation|RW Rwanda|KN Saint Kitts and Nevis|KN St. Kitts and Nevis|KN St. Kitts & Nevis|LC Saint Lucia
VC Saint Vincent and the Grenadines|VC St. Vincent and the Grenadines|WS Samoa|SM San Marino
ST Sao Tome and Principe|SA Saudi Arabia|SN Senegal|RS Serbia|SC Seychelles|SL Sierra Leone|SG Singapore|SK Slovakia
SI Slovenia|SB Solomon Islands|SO Somalia|ZA South Africa|SS South Sudan|ES Spain|LK Sri Lanka|SD Sudan|SR Suriname
SE Sweden|CH Switzerland|SY Syria|TW Taiwan|TJ Tajikistan|TZ Tanzania|TH Thailand|TG Togo|TO Tonga
TT Trinidad and Tobago|TN Tunisia|TR Turkey|TR Turkiye|TM Turkmenistan|TC Turks and Caicos Islands|TV Tuvalu|UG Uganda
UA Ukraine|AE United Arab Emirates|GB United Kingdom|US United States|UY Uruguay|UZ Uzbekistan|VU Vanuatu
VA Holy See|VA Vatican City|VE Venezuela|VN Vietnam|EH Western Sahara|YE Yemen|ZM Zambia|ZW Zimbabwe
IR Iran (Islamic Republic of)|IR Islamic Republic of Iran|SY Syrian Arab Republic|RU Russia (Russian Federation)
GB United Kingdom of Great Britain and Northern Ireland|GB UK|GB Great Britain|US United States of America|US USA
TZ United Republic of Tanzania|VN Viet Nam|PS State of Palestine|PS Palestine|PS Occupied Palestinian Territories
PS Palestinian Territory, Occupied|HK China, Hong Kong Special Administrative Region|HK Hong Kong SAR|HK Hong Kong (China)
MO Macao|MO China, Macao Special Administrative Region|CN People's Republic of China|TW Taiwan (China)|TW Taiwan, China
TW Taiwan, Province of China|KP Korea, Democratic People's Republic of|KP DPRK|KP Korea (North)|KR Korea, Republic of
KR Korea (South)|CG Congo|CG Congo (Republic)|CD Congo (Democratic Republic)|CD Democratic Republic of Congo|CD DRC
CD Congo, The Democratic Republic of the|TR Türkiye|CI Côte d'Ivoire|CI Côte d’Ivoire|CW Curaçao
RE Réunion|RE Reunion|ST São Tomé and Príncipe|LA Lao People's Democratic Republic|MD Republic of Moldova
MD Moldova, Republic of|BN Brunei Darussalam|VE Venezuela (Bolivarian Republic of)|VE Venezuela, Bolivarian Republic of
BO Bolivia (Plurinational State of)|BO Bolivia, Plurinational State of|FM Micronesia (Federated States of)
FM Micronesia, Federated States of|VA Holy See (Vatican City State)|IE Republic of Ireland|MK The former Yugoslav Republic of Macedonia
LY Libyan Arab Jamahiriya|IR Iran, Islamic Republic of|SZ Swaziland|BY Republic of Belarus|RS Republic of Serbia
GE Republic of Georgia|CY Republic of Cyprus|YE Republic of Yemen|IQ Republic of Iraq|SS Republic of South Sudan
SD The Sudan|SD Republic of Sudan|AX Åland Islands|AI Anguilla (UK)|AQ Antarctica|AW Aruba (Netherlands)
FK Falkland Islands|FO Faroe Islands|GF French Guiana|PF French Polynesia|GP Guadeloupe|MQ Martinique|YT Mayotte
MS Montserrat|NC New Caledonia|NU Niue|NF Norfolk Island|MP Northern Mariana Islands|PN Pitcairn|SH Saint Helena
SX Sint Maarten|TK Tokelau|VI Virgin Islands, U.S.|VI US Virgin Islands|WF Wallis and Futuna|GU Guam|BL Saint Barthelemy
BQ Bonaire, Sint Eustatius and Saba|BV Bouvet Island|CC Cocos (Keeling) Islands|CX Christmas Island|HM Heard and McDonald Islands
GS South Georgia and the South Sandwich Islands|IO British Indian Ocean Territory|MF Saint Martin|SJ Svalbard and Jan Mayen
PM Saint Pierre and Miquelon|TF French Southern Territories|UM United States Minor Outlying Islands`;

const CODE_BY_NAME: ReadonlyMap<string, string> = new Map(
  NAMES.split(/[|\n]/u)
    .filter((line) => line !== '')
    .map((line) => [line.slice(3).toLowerCase(), line.slice(0, 2)]),
);

/** The ISO 3166-1 alpha-2 code of a country a list names in English; undefined for regions and unknown words. */
export function countryCode(name: string): string | undefined {
  return CODE_BY_NAME.get(name.trim().toLowerCase());
}

const NAME_BY_CODE: ReadonlyMap<string, string> = new Map(
  NAMES.split(/[|\n]/u)
    .filter((line) => line !== '')
    .reverse()
    .map((line) => [line.slice(0, 2), line.slice(3)]),
);

/** The English name of an ISO 3166-1 alpha-2 code; undefined for one that is not in the table (`00` is no country). */
export function countryName(code: string): string | undefined {
  return NAME_BY_CODE.get(code.toUpperCase());
}

/** Reads a country from the end of a place, e.g. `Qaryat al Sarir, Libya`. */
export function countryCodeOfPlace(place: string): string | undefined {
  const parts = place.split(', ');
  for (let from = 0; from < parts.length; from++) {
    const code = countryCode(parts.slice(from).join(', '));
    if (code !== undefined) return code;
  }
  return undefined;
}
