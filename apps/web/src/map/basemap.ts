// The ground of the map: countries of Natural Earth (public domain) in the theme's colours.

import type { Map as LibreMap, StyleSpecification } from 'maplibre-gl';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlasUrl from 'world-atlas/countries-50m.json?url';

const EMPTY = { type: 'FeatureCollection' as const, features: [] };

/** The countries as shapes; fetched once from these pages' own server. */
export async function loadCountries(): Promise<GeoJSON.GeoJSON> {
  const response = await fetch(atlasUrl);
  if (!response.ok) throw new Error(`the basemap could not be fetched (${response.status})`);
  const atlas = (await response.json()) as Topology<{ countries: GeometryCollection }>;
  return feature(atlas, atlas.objects.countries);
}

/** Background, land, borders, dots. */
export function basemapStyle(): StyleSpecification {
  const { sea, land, border, dot, quiet, accent } = colors();
  return {
    version: 8,
    sources: { countries: { type: 'geojson', data: EMPTY }, dots: { type: 'geojson', data: EMPTY } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'countries', paint: { 'fill-color': land } },
      { id: 'borders', type: 'line', source: 'countries', paint: { 'line-color': border, 'line-width': 0.8 } },
      {
        id: 'dots',
        type: 'circle',
        source: 'dots',
        paint: {
          'circle-radius': 5,
          'circle-color': ['match', ['get', 'kind'], 'lab', dot, quiet],
          'circle-stroke-color': land,
          'circle-stroke-width': 1,
        },
      },
      {
        id: 'dot-selected',
        type: 'circle',
        source: 'dots',
        filter: ['==', ['get', 'id'], ''],
        paint: { 'circle-radius': 8, 'circle-color': accent, 'circle-stroke-color': land, 'circle-stroke-width': 2 },
      },
    ],
  };
}

/** Repaints when the theme changes; the returned function ends it. */
export function followTheme(map: LibreMap): () => void {
  const repaint = (): void => {
    if (!map.getLayer('sea')) return;
    const { sea, land, border } = colors();
    map.setPaintProperty('sea', 'background-color', sea);
    map.setPaintProperty('land', 'fill-color', land);
    map.setPaintProperty('borders', 'line-color', border);
  };
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(repaint);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', repaint);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', repaint);
  };
}

function colors() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: token('map-sea'),
    land: token('map-land'),
    border: token('map-border'),
    dot: token('map-dot'),
    quiet: token('map-quiet'),
    accent: token('map-accent'),
  };
}
