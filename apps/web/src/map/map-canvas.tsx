// The map's drawing, in a lazy chunk with maplibre-gl.

import { useEffect, useEffectEvent, useRef } from 'react';
import type { NetworkMapProps } from './map-point.js';
import { type RunningMap, runMap } from './run-map.js';

/** Keeps the drawn map in step with its properties. */
export function MapCanvas({ points, selectedId, onSelect }: NetworkMapProps) {
  const room = useRef<HTMLDivElement>(null);
  const running = useRef<RunningMap>(undefined);
  const select = useEffectEvent(onSelect);
  useEffect(() => {
    const element = room.current!;
    try {
      running.current = runMap(element, (id) => select(id));
    } catch {
      // Without WebGL there is no map; the note says where the same can be read.
      element.dataset.fault = 'no-map';
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
      <p className="map-note map-fault">The map cannot be drawn here; the list says the same.</p>
    </>
  );
}
