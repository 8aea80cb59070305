// A map without tiles: coastlines that ship with these pages, and the points of a list that says the same.

import { Suspense, lazy } from 'react';
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

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.js')).MapCanvas }));

/** The map; what it shows must also stand in a list, which is named in `label`. */
export function NetworkMap(props: NetworkMapProps) {
  return (
    <div className="map" role="region" aria-label={props.label}>
      <Suspense fallback={<p className="map-note">Loading the map …</p>}>
        <MapCanvas {...props} />
      </Suspense>
    </div>
  );
}
