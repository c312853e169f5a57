import type { CommandGroup } from '../../ui/shell/commands.ts';

/** Groups with the commands that have every word of the query, those that begin with it first. */
export function matching(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups.filter(({ commands }) => commands.length > 0);
  return groups.flatMap((group) => {
    const found = group.commands.filter((command) => {
      const text = plain(`${command.label} ${command.hint ?? ''} ${group.label}`);
      return words.every((word) => text.includes(word));
    });
    const rank = (label: string) => (plain(label).startsWith(words[0]!) ? 0 : 1);
    const commands = found.toSorted((a, b) => rank(a.label) - rank(b.label));
    return commands.length > 0 ? [{ ...group, commands }] : [];
  });
}

/** Whatever the case and the accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
