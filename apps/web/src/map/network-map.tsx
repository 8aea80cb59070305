// A map without tiles: coastlines that ship with these pages, and the points of a list that says the same.

import { Suspense, lazy } from 'react';
import type { NetworkMapProps } from './map-point.js';

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.js')).MapCanvas }));

/** The map; what it shows must also stand in a list, which is named in `label`. */
export function NetworkMap(props: NetworkMapProps) {
  return (
    <section className="map" aria-label={props.label}>
      <Suspense fallback={<p className="map-note">Loading the map …</p>}>
        <MapCanvas {...props} />
      </Suspense>
    </section>
  );
}
