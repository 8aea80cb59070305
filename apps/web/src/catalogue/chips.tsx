// What was chosen, each to be taken away again.

import { Button } from 'react-aria-components/Button';
import { showChoice } from './filters.js';
import { CHOICES, type SearchAddress } from './search-address.js';

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
