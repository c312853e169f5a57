const rules = new Map<string, Intl.PluralRules>();

/** The form of a word that fits a number: plural('en', 1, {one: 'call', other: 'calls'}) → call. */
export function plural(
  locale: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  let rule = rules.get(locale);
  if (!rule) {
    rule = new Intl.PluralRules(locale);
    rules.set(locale, rule);
  }
  return forms[rule.select(count)] ?? forms.other;
}
