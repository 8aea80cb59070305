// Light, dark, or as the system has it; the choice is kept in this browser.

import { useState } from 'react';
import { Button } from 'react-aria-components/Button';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const MARKS: Readonly<Record<Theme, string>> = { system: '◐', light: '○', dark: '●' };

/** A button that goes round the three themes. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <Button
      className="button button-quiet theme-toggle"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      onPress={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <span aria-hidden="true">{MARKS[theme]}</span>
    </Button>
  );
}

function chosenTheme(): Theme {
  return THEMES.find((theme) => theme === document.documentElement.dataset.theme) ?? 'system';
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Storage is closed to us: the choice lasts until the page is left.
  }
}
