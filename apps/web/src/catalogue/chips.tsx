// What was chosen, each to be taken away again.

import { Button } from 'react-aria-components/Button';
import { showProcess } from '../parts/format.js';
import { WHO_WORDS, showClass } from './licence-words.js';
import { CHOICES, type Choice, NEAREST_KM, type SearchAddress } from './search-address.js';

/** Nothing where nothing is chosen. */
export function Chips({ address: { words, put } }: { readonly address: SearchAddress }) {
  const chosen = CHOICES.filter((choice) => words[choice] !== '');
  if (chosen.length === 0) return null;
  const without = (choices: readonly string[]) =>
    Object.fromEntries(
      [...choices, ...(choices.includes('near') ? ['place', 'withinKm'] : [])].map((word) => [word, '']),
    );
  return (
    <ul className="plain-list chips" aria-label="Chosen">
      {chosen.map((choice) => (
        <li key={choice}>
          <Button
            className="chip"
            aria-label={`Take away: ${showChoice(choice, words)}`}
            onPress={() => put(without([choice]))}
          >
            {showChoice(choice, words)} <span aria-hidden="true">×</span>
          </Button>
        </li>
      ))}
      {chosen.length > 1 ? (
        <li>
          <Button className="link-button" onPress={() => put(without(chosen))}>
            Take all away
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function showChoice(choice: Choice, words: SearchAddress['words']): string {
  const value = words[choice];
  if (choice === 'process') return showProcess(value);
  if (choice === 'maxMm') return `up to ${value} mm`;
  if (choice === 'near') return `made within ${words.withinKm || NEAREST_KM} km of ${words.place || value}`;
  if (choice === 'licenseClass') return WHO_WORDS[value] ?? `licence: ${showClass(value)}`;
  return value;
}
