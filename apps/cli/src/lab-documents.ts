// Documents about one place: an Open Know-Where manufacturing facility, in the spellings that are about, and SpaceAPI.

import { basename } from 'node:path';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The first of these fields that says something. */
const said = (fields: Fields, ...names: string[]): unknown =>
  names.map((name) => fields[name]).find((value) => value !== undefined && value !== null && value !== '');

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : typeof value === 'string' ? value.split(/\s*[,;]\s*/) : [];

/** SpaceAPI, any version: it always names its space and where it is. */
export const isSpace = (value: unknown): boolean => typeof fieldsOf(value)['space'] === 'string';

/** It says where a space is, and nothing about its machines. */
export function rowOfSpace(value: unknown): unknown {
  const space = fieldsOf(value);
  const location = fieldsOf(space['location']);
  return {
    id: textOf(space['url']) ?? space['space'],
    name: space['space'],
    kind: 'makerspace',
    url: textOf(space['url']),
    country: textOf(location['country_code']),
    lat: numberOf(location['lat']),
    lon: numberOf(location['lon']),
  };
}

const FACILITY = ['facility', 'facility_id', 'equipment', 'manufacturing_processes', 'manufacturingProcesses', 'capabilities', 'tool-list-atoms', 'supply-atoms', 'inventory-atoms']; // prettier-ignore

/** A facility of Open Know-Where: something with a name, and equipment, capabilities or supplies. */
export const isFacility = (value: unknown): boolean => {
  const fields = fieldsOf(value);
  return FACILITY.some((name) => name in fields) && !Array.isArray(value);
};

/** The row of a facility; processes are words or addresses of Wikipedia articles. */
export function rowOfFacility(path: string, value: unknown): unknown {
  const whole = fieldsOf(value);
  const facility = { ...whole, ...fieldsOf(whole['facility']) };
  const location = fieldsOf(said(facility, 'location', 'address', 'Address'));
  const address = { ...location, ...fieldsOf(location['address']) };
  const gps = gpsOf(said(address, 'gps_coordinates', 'gpsCoordinates', 'coordinates', 'gps'));
  const equipment = listOf(said(facility, 'equipment', 'manufacturing_equipment')).map(fieldsOf);
  const words = [
    ...listOf(said(facility, 'manufacturing_processes', 'manufacturingProcesses', 'capabilities')),
    ...equipment.flatMap((one) => listOf(said(one, 'manufacturing_process', 'manufacturingProcess'))),
  ].filter((word) => typeof word === 'string');
  return {
    id: textOf(said(facility, 'facility_id', 'id')) ?? basename(path),
    name: said(facility, 'name', 'title'),
    kind: 'other',
    url: textOf(said(facility, 'url', 'website')),
    country: textOf(said(address, 'country', 'country_code')),
    city: textOf(said(address, 'city', 'locality')),
    lat: numberOf(said(address, 'latitude', 'lat')) ?? gps?.[0],
    lon: numberOf(said(address, 'longitude', 'lon')) ?? gps?.[1],
    capabilities: words.length > 0 ? words : undefined,
    certifications: facility['certifications'] === undefined ? undefined : listOf(facility['certifications']),
    machines: equipment.flatMap((one) => {
      const machine = textOf(said(one, 'model', 'name', 'equipment_type', 'type'));
      return machine === undefined ? [] : [{ machine, brand: textOf(said(one, 'make', 'brand', 'manufacturer')) }];
    }),
  };
}

/** Decimal degrees as text "47.2, -1.5" or as a pair, latitude first. */
function gpsOf(value: unknown): [number, number] | undefined {
  const [lat, lon, ...more] = listOf(value).map(numberOf);
  return lat === undefined || lon === undefined || more.length > 0 ? undefined : [lat, lon];
}
