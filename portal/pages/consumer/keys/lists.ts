/** What a person typed into one field: entries between commas, spaces or line ends. */
export function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '');
}
