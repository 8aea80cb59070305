// What a map is given: points, and who is told when one is chosen.

import type { LatLon } from '#core/kernel/geo';

export interface MapPoint {
  readonly id: string;
  readonly at: LatLon;
  readonly label: string;
  /** `place`: where parts are wanted; `option`: numbered and selectable; `lab`, `quiet`: dots. */
  readonly kind: 'place' | 'option' | 'lab' | 'quiet';
  readonly mark?: string;
}

export interface NetworkMapProps {
  readonly points: readonly MapPoint[];
  readonly selectedId?: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly label: string;
}
