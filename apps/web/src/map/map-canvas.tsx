// The map's drawing, in a lazy chunk with maplibre-gl.

import { useEffect, useRef, useState } from 'react';
import type { NetworkMapProps } from './map-point.js';
import { type RunningMap, runMap } from './run-map.js';

/** Keeps the drawn map in step with its properties. */
export function MapCanvas({ points, selectedId, onSelect }: NetworkMapProps) {
  const room = useRef<HTMLDivElement>(null);
  const running = useRef<RunningMap>(undefined);
  const select = useRef(onSelect);
  const [fault, setFault] = useState<string>();
  select.current = onSelect;
  useEffect(() => {
    try {
      running.current = runMap(room.current!, (id) => select.current(id));
    } catch (error) {
      // No WebGL here: the list says the same.
      setFault(error instanceof Error ? error.message : String(error));
    }
    return () => {
      running.current?.stop();
      running.current = undefined;
    };
  }, []);
  useEffect(() => running.current?.show(points), [points]);
  useEffect(() => running.current?.select(selectedId), [selectedId, points]);
  return (
    <>
      <div ref={room} className="map-room" />
      {fault === undefined ? null : <p className="map-note">The map cannot be drawn here; the list says the same.</p>}
    </>
  );
}
