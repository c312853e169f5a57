import { Monitor, Moon, Sun } from 'lucide-react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme.ts';

const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** One button through the three choices; its name says the present one and what a press does. */
export function ThemeToggle() {
  const choice = useThemeChoice();
  const Icon = ICONS[choice];
  const label = t.theme.label(t.theme[choice], t.theme[NEXT[choice]]);
  return (
    <Button
      look="quiet"
      size="icon"
      title={label}
      aria-label={label}
      onClick={() => chooseTheme(NEXT[choice])}
    >
      <Icon aria-hidden="true" className="size-4.5" />
    </Button>
  );
}
