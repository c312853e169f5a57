/** VAT and GST numbers: what they look like in each country that we know, and their check digits where these are public. */

export type TaxNumber =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly reason: string };

interface Form {
  /** Normal form: upper case, without blanks, dots and hyphens, with its prefix. */
  readonly pattern: RegExp;
  readonly example: string;
  /** Put before a number that came without it; the number's own prefix may differ from the country's code. */
  readonly prefix: string;
  /** Of the part behind the prefix. Missing: the check digits are not public or differ by kind of person. */
  readonly check?: (body: string) => boolean;
}

const digitsOf = (text: string) => [...text].map(Number);

/** Sum of the digits, each with its weight. */
function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
}

function luhn(text: string): boolean {
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, index) => {
      if (index % 2 === 0) return total + digit;
      return total + (digit > 4 ? digit * 2 - 9 : digit * 2);
    }, 0);
  return sum % 10 === 0;
}

/** ISO 7064, MOD 11,10. */
function mod11And10(text: string): boolean {
  const body = digitsOf(text.slice(0, -1));
  const product = body.reduce((carry, digit) => {
    const sum = (carry + digit) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (11 - product) % 10 === Number(text.at(-1));
}

/** ISO 7064, MOD 97,10, where letters count from 10. */
function mod97(text: string): bigint {
  return BigInt([...text].map((sign) => Number.parseInt(sign, 36)).join('')) % 97n;
}

const last = (text: string) => Number(text.at(-1));

function austrian(body: string): boolean {
  const text = body.slice(1);
  const sum = [1, 2, 1, 2, 1, 2, 1].reduce((total, weight, index) => {
    const product = weight * Number(text[index]);
    return total + Math.floor(product / 10) + (product % 10);
  }, 4);
  return (10 - (sum % 10)) % 10 === last(text);
}

function irish(body: string): boolean {
  const second = body[8] === undefined || body[8] === 'W' ? 0 : body.charCodeAt(8) - 64;
  const rest = (weighted(body, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23;
  return body[7] === 'WABCDEFGHIJKLMNOPQRSTUV'[rest];
}

function dutch(body: string): boolean {
  const old = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(body[8]);
  return old || mod97(`NL${body}`) === 1n;
}

function british(body: string): boolean {
  if (!/^\d/.test(body)) return true;
  const sum = weighted(body, [8, 7, 6, 5, 4, 3, 2]) + Number(body.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

function swiss(body: string): boolean {
  return (11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 === last(body);
}

function indian(body: string): boolean {
  const sum = [...body.slice(0, 14)].reduce((total, sign, index) => {
    const product = Number.parseInt(sign, 36) * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return (36 - (sum % 36)) % 36 === Number.parseInt(body[14]!, 36);
}

/** The remainder of 11 is the check digit; what has none to show becomes `none`, or is no number. */
function elevenLess(body: string, weights: readonly number[], none: 0 | null): boolean {
  const digit = 11 - (weighted(body, weights) % 11);
  if (digit < 10) return digit === last(body);
  return none === 0 && last(body) === 0;
}

const form = (prefix: string, pattern: string, example: string, check?: Form['check']): Form => ({
  prefix,
  pattern: new RegExp(`^${prefix}${pattern}$`),
  example,
  ...(check && { check }),
});

/** By country (ISO 3166-1 alpha-2): the European Union, the United Kingdom, Switzerland, Norway and India. */
const forms: Readonly<Record<string, Form>> = {
  AT: form('AT', 'U\\d{8}', 'ATU13585627', austrian),
  BE: form(
    'BE',
    '[01]\\d{9}',
    'BE0428759497',
    (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)),
  ),
  BG: form('BG', '\\d{9,10}', 'BG175074752'),
  CY: form('CY', '\\d{8}[A-Z]', 'CY10259033P'),
  CZ: form('CZ', '\\d{8,10}', 'CZ25123891'),
  DE: form('DE', '\\d{9}', 'DE136695976', mod11And10),
  DK: form('DK', '\\d{8}', 'DK13585628', (body) => weighted(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0),
  EE: form('EE', '\\d{9}', 'EE100931558', (body) => weighted(body, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0),
  ES: form('ES', '(?:[A-Z]\\d{7}[A-Z0-9]|\\d{8}[A-Z])', 'ESB58378431'),
  FI: form('FI', '\\d{8}', 'FI20774740', (body) => {
    const rest = weighted(body, [7, 9, 10, 5, 8, 4, 2]) % 11;
    return rest !== 1 && (11 - rest) % 11 === last(body);
  }),
  FR: form('FR', '[A-HJ-NP-Z0-9]{2}\\d{9}', 'FR40303265045', (body) => {
    const key = body.slice(0, 2);
    return !/^\d\d$/.test(key) || Number(key) === (12 + 3 * (Number(body.slice(2)) % 97)) % 97;
  }),
  GR: form('EL', '\\d{9}', 'EL094259216', (body) => {
    return (weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(body);
  }),
  HR: form('HR', '\\d{11}', 'HR33392005961', mod11And10),
  HU: form('HU', '\\d{8}', 'HU12892312', (body) => weighted(body, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0),
  IE: form('IE', '(?:\\d{7}[A-W][A-IW]?|\\d[A-Z+*]\\d{5}[A-W])', 'IE6433435F', (body) => {
    return !/^\d{7}/.test(body) || irish(body);
  }),
  IT: form('IT', '\\d{11}', 'IT00743110157', luhn),
  LT: form('LT', '(?:\\d{9}|\\d{12})', 'LT119511515'),
  LU: form('LU', '\\d{8}', 'LU15027442', (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6))),
  LV: form('LV', '\\d{11}', 'LV40003521600'),
  MT: form('MT', '\\d{8}', 'MT11679112', (body) => {
    return 37 - (weighted(body, [3, 4, 6, 7, 8, 9]) % 37) === Number(body.slice(6));
  }),
  NL: form('NL', '\\d{9}B\\d{2}', 'NL004495445B01', dutch),
  PL: form(
    'PL',
    '\\d{10}',
    'PL8567346215',
    (body) => weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(body),
  ),
  PT: form('PT', '\\d{9}', 'PT501964843', (body) => elevenLess(body, [9, 8, 7, 6, 5, 4, 3, 2], 0)),
  RO: form('RO', '\\d{2,10}', 'RO18547290', (body) => {
    return ((weighted(body.padStart(10, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(body);
  }),
  SE: form('SE', '\\d{10}\\d{2}', 'SE123456789701', (body) => luhn(body.slice(0, 10))),
  SI: form('SI', '[1-9]\\d{7}', 'SI50223054', (body) => {
    const rest = weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11;
    return rest !== 0 && (11 - rest) % 10 === last(body);
  }),
  SK: form('SK', '\\d{10}', 'SK2022749619', (body) => BigInt(body) % 11n === 0n),
  GB: form('(?:GB|XI)', '(?:\\d{9}|\\d{12}|GD[0-4]\\d{2}|HA[5-9]\\d{2})', 'GB980780684', british),
  CH: form('CHE', '\\d{9}', 'CHE107787577', swiss),
  NO: form('NO', '\\d{9}MVA', 'NO995525828MVA', (body) => {
    return elevenLess(body.slice(0, 9), [3, 2, 7, 6, 5, 4, 3, 2], 0);
  }),
  IN: form('', '\\d{2}[A-Z]{5}\\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]', '27AAPFU0939F1ZV', indian),
};

/** Where we can tell a business by its number: elsewhere everybody is taken for a private person. */
export function knowsTaxNumbers(country: string): boolean {
  return country in forms;
}

/** Without what people put between, and without words that stand behind it in Switzerland. */
function plain(country: string, text: string): string {
  const bare = text.toUpperCase().replace(/[\s.\-/]/g, '');
  return country === 'CH' ? bare.replace(/(?:MWST|TVA|IVA|VAT)$/, '') : bare;
}

/** The number in its normal form; in countries whose numbers we do not know it stays as it was written. */
export function readTaxNumber(country: string, text: string): TaxNumber {
  const form = forms[country];
  if (!form) return { ok: true, number: text.trim() };
  const bare = plain(country, text);
  const prefix = country === 'GB' ? 'GB' : form.prefix;
  const number = form.pattern.test(bare) ? bare : `${prefix}${bare}`;
  if (!form.pattern.test(number)) {
    return { ok: false, reason: `must be a VAT or GST number of ${country} such as ${form.example}` };
  }
  const body = number.slice(prefix.length);
  if (form.check && !form.check(body)) {
    return { ok: false, reason: `is no VAT or GST number of ${country}: its check digits are wrong` };
  }
  return { ok: true, number };
}

/** True for what is a VAT or GST number of its country by its form. Whether it is registered, only the tax office knows. */
export function isTaxNumber(country: string | null, text: string | null): boolean {
  return country !== null && text !== null && knowsTaxNumbers(country) && readTaxNumber(country, text).ok;
}
