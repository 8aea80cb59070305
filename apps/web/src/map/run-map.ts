// maplibre-gl with an offline basemap: dots as a layer, the place and the options as marks of the page.

import * as maplibre from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { basemapStyle, followTheme, loadCountries } from './basemap.js';
import type { MapPoint } from './map-point.js';

maplibre.setWorkerUrl(workerUrl);

export interface RunningMap {
  readonly show: (points: readonly MapPoint[]) => void;
  readonly select: (id: string | undefined) => void;
  readonly stop: () => void;
}

/** Draws into `room`; `onSelect` is told which option or dot was pressed. */
export function runMap(room: HTMLElement, onSelect: (id: string) => void): RunningMap {
  const map = new maplibre.Map({
    container: room,
    style: basemapStyle(),
    center: [8, 30],
    zoom: 0.8,
    maxZoom: 11,
    attributionControl: false,
    cooperativeGestures: false,
    scrollZoom: false,
    dragRotate: false,
    fadeDuration: 0,
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  const marks = new Map<string, maplibre.Marker>();
  const ready = new Promise<void>((resolve) => map.once('load', () => resolve()));
  const countries = Promise.all([loadCountries(), ready]).then(([data]) => setData(map, 'countries', data));
  countries.catch(() => undefined); // Without coastlines the points still stand on an empty sea.
  const unfollow = followTheme(map);
  map.on('click', 'dots', ({ features }) => {
    const id: unknown = features?.[0]?.properties.id;
    if (typeof id === 'string') onSelect(id);
  });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    show: (points) => {
      placeMarks(map, { marks, points, onSelect });
      void ready.then(() => setData(map, 'dots', dotsOf(points)));
      fit(map, points, still);
    },
    select: (id) => {
      for (const [each, mark] of marks) mark.getElement().classList.toggle('is-selected', each === id);
      void ready.then(() => map.setFilter('dot-selected', ['==', ['get', 'id'], id ?? '']));
    },
    stop: () => {
      unfollow();
      map.remove();
    },
  };
}

function setData(map: maplibre.Map, source: string, data: GeoJSON.GeoJSON): void {
  const found = map.getSource(source);
  if (found instanceof maplibre.GeoJSONSource) void found.setData(data);
}

const dotsOf = (points: readonly MapPoint[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: points
    .filter(({ kind }) => kind === 'lab' || kind === 'quiet')
    .map(({ id, kind, at }) => ({
      type: 'Feature',
      properties: { id, kind },
      geometry: { type: 'Point', coordinates: [at.lon, at.lat] },
    })),
});

interface Marking {
  readonly marks: Map<string, maplibre.Marker>;
  readonly points: readonly MapPoint[];
  readonly onSelect: (id: string) => void;
}

function placeMarks(map: maplibre.Map, { marks, points, onSelect }: Marking): void {
  for (const mark of marks.values()) mark.remove();
  marks.clear();
  for (const { id, at, kind, label, mark } of points) {
    if (kind !== 'place' && kind !== 'option') continue;
    const element = document.createElement(kind === 'option' ? 'button' : 'span');
    element.className = `map-mark map-mark-${kind}`;
    element.textContent = mark ?? '';
    element.title = label;
    element.setAttribute('aria-label', label);
    if (kind === 'option') {
      // The list is the way for the keyboard; here the marks would only be the same stops twice.
      element.tabIndex = -1;
      element.addEventListener('click', () => onSelect(id));
    } else element.setAttribute('role', 'img');
    marks.set(id, new maplibre.Marker({ element }).setLngLat([at.lon, at.lat]).addTo(map));
  }
}

function fit(map: maplibre.Map, points: readonly MapPoint[], still: boolean): void {
  const wanted = points.filter(({ kind }) => kind !== 'quiet');
  const bounds = new maplibre.LngLatBounds();
  for (const { at } of wanted.length > 0 ? wanted : points) bounds.extend([at.lon, at.lat]);
  if (bounds.isEmpty()) return;
  map.fitBounds(bounds, { padding: 48, maxZoom: 8, animate: !still, duration: 400 });
}
