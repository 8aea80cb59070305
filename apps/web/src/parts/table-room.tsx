// Room for a wide table on a narrow screen: it scrolls by itself, by keyboard too.

import type { ReactNode } from 'react';

/** `label` names the region for those who cannot see it. */
export function TableRoom({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="table-room" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
