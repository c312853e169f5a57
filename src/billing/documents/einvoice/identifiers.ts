import type { DocumentLine, DocumentParty } from '../document.ts';

/**
 * Schemes of electronic addresses (EAS) in which a VAT number is one, by the country of the number. Where the register of
 * a country's network is another number, that number can be set.
 */
const schemeByCountry: Readonly<Record<string, string>> = {
  AD: '9922',
  AL: '9923',
  AT: '9914',
  BA: '9924',
  BE: '9925',
  BG: '9926',
  CH: '9927',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  DK: '0184',
  EE: '9931',
  ES: '9920',
  FI: '0213',
  FR: '9957',
  GB: '9932',
  GR: '9933',
  HR: '9934',
  HU: '9910',
  IE: '9935',
  IT: '0211',
  LI: '9936',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MC: '9940',
  ME: '9941',
  MK: '9942',
  MT: '9943',
  NL: '9944',
  PL: '9945',
  PT: '9946',
  RO: '9947',
  RS: '9948',
  SE: '9955',
  SI: '9949',
  SK: '9950',
  SM: '9951',
  TR: '9952',
  VA: '9953',
};

/** Electronic mail, for whoever has no number. */
const MAIL_SCHEME = 'EM';

/** Every scheme that a person may choose: those above and the ones of other registers. */
export const endpointSchemes: ReadonlySet<string> = new Set([
  ...Object.values(schemeByCountry),
  ...(
    '0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 ' +
    '0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 ' +
    '0217 0218 0221 0225 0230 0235 0240 9901 9910 9913 9915 9918 9919 9959 AN AQ AS AU EM'
  ).split(' '),
]);

/**
 * A VAT number as EN 16931 wants it: with the prefix of its country (BR-CO-09), without blanks and dots. Greece's prefix is
 * EL. Null when there is none.
 */
export function vatNumber(party: Pick<DocumentParty, 'taxId' | 'address'>): string | null {
  const { country } = party.address;
  const id = party.taxId?.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') ?? '';
  if (id === '') return null;
  const prefix = country === 'GR' ? 'EL' : country;
  if (prefix === null || id.startsWith(prefix) || (country === 'GR' && id.startsWith('GR'))) return id;
  // Northern Ireland trades goods under a prefix of its own.
  if (country === 'GB' && id.startsWith('XI')) return id;
  return `${prefix}${id}`;
}

/** Where its electronic invoices go: what it has set, else its VAT number, else its mail address. */
export function endpointOf(party: DocumentParty): { scheme: string; id: string } | null {
  if (party.endpoint) return party.endpoint;
  const vat = vatNumber(party);
  const country = vat === null ? null : vat.startsWith('EL') ? 'GR' : vat.slice(0, 2);
  const scheme = country === null ? undefined : schemeByCountry[country];
  if (vat !== null && scheme) return { scheme, id: vat };
  return party.email === null ? null : { scheme: MAIL_SCHEME, id: party.email };
}

const unitCodes: Readonly<Record<string, string>> = {
  day: 'DAY',
  week: 'WEE',
  month: 'MON',
  year: 'ANN',
  hour: 'HUR',
  hours: 'HUR',
  minute: 'MIN',
  minutes: 'MIN',
  second: 'SEC',
  seconds: 'SEC',
  byte: 'AD',
  bytes: 'AD',
};

/** One of something, where UN/ECE Recommendation 20 has no name for it. */
export const ONE_UNIT = 'C62';

export function unitCode(unit: DocumentLine['unit']): string {
  return unitCodes[unit.toLowerCase()] ?? ONE_UNIT;
}

export const unitCodeList: ReadonlySet<string> = new Set([...Object.values(unitCodes), ONE_UNIT]);
