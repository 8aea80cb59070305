// Room for the choices that narrow the catalogue down.

import { type ComponentProps, Suspense, lazy, useState } from 'react';
import type { FilterFields as Fields } from './filter-fields.js';
import { CHOICES } from './search-address.js';

const FilterFields = lazy(async () => ({ default: (await import('./filter-fields.js')).FilterFields }));

/** Open where there is room, closed on a phone; the room is kept until the fields are there. */
export function Filters(props: ComponentProps<typeof Fields>) {
  const chosen = CHOICES.filter((choice) => props.address.words[choice] !== '').length;
  const [beginsOpen] = useState(chosen > 0 || window.innerWidth >= 960);
  return (
    <details className="filters" open={beginsOpen}>
      <summary>Narrow down{chosen > 0 ? ` (${chosen} chosen)` : ''}</summary>
      <div className="filter-room">
        <Suspense fallback={null}>
          <FilterFields {...props} />
        </Suspense>
      </div>
    </details>
  );
}
