/** Parts of a country that tax differently from each other: states, provinces and territories. ISO 3166-2, English names. */

const united =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of ' +
  'Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|' +
  'ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|' +
  'NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|' +
  'OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|' +
  'UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|GU Guam|' +
  'VI U.S. Virgin Islands|AS American Samoa|MP Northern Mariana Islands';
const canadian =
  'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|' +
  'NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon';
/** With the number that begins a GSTIN of the state. */
const indian =
  'JK Jammu and Kashmir 01|HP Himachal Pradesh 02|PB Punjab 03|CH Chandigarh 04|UK Uttarakhand 05|HR Haryana 06|' +
  'DL Delhi 07|RJ Rajasthan 08|UP Uttar Pradesh 09|BR Bihar 10|SK Sikkim 11|AR Arunachal Pradesh 12|NL Nagaland 13|' +
  'MN Manipur 14|MZ Mizoram 15|TR Tripura 16|ML Meghalaya 17|AS Assam 18|WB West Bengal 19|JH Jharkhand 20|' +
  'OD Odisha 21|CG Chhattisgarh 22|MP Madhya Pradesh 23|GJ Gujarat 24|DH Dadra and Nagar Haveli and Daman and Diu 26|' +
  'MH Maharashtra 27|KA Karnataka 29|GA Goa 30|LD Lakshadweep 31|KL Kerala 32|TN Tamil Nadu 33|PY Puducherry 34|' +
  'AN Andaman and Nicobar Islands 35|TS Telangana 36|AP Andhra Pradesh 37|LA Ladakh 38';

interface Region {
  readonly code: string;
  readonly name: string;
  readonly gst: string | null;
}

function read(list: string): readonly Region[] {
  return list.split('|').map((entry) => {
    const [, code, name, gst] = /^(\w\w) (.+?)(?: (\d\d))?$/.exec(entry)!;
    return { code: code!, name: name!, gst: gst ?? null };
  });
}

const regions: Readonly<Record<string, readonly Region[]>> = {
  US: read(united),
  CA: read(canadian),
  IN: read(indian),
};

/** By everything that a region may be called. */
const codes = new Map(
  Object.entries(regions).map(([country, list]) => [
    country,
    new Map(
      list.flatMap(({ code, name }) => {
        return [code, `${country}-${code}`, name].map((form) => [plain(form), code] as const);
      }),
    ),
  ]),
);

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

/**
 * The code of a region, given by code (`CA`, `US-CA`) or by name. Null where it is none of the country's; countries whose
 * regions we do not know keep what they were given.
 */
export function readRegion(country: string, text: string): string | null {
  const known = codes.get(country);
  return known ? (known.get(plain(text)) ?? null) : text.trim();
}

/** The state that an Indian GSTIN is of. */
export function regionOfGstin(gstin: string): string | null {
  return regions.IN!.find(({ gst }) => gst === gstin.slice(0, 2))?.code ?? null;
}
