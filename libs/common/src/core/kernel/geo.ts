// Where things are, and how far apart.

/** A point on the Earth, WGS 84 degrees: latitude −90…90, longitude −180…180. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/** Mean Earth radius R1 of the IUGG, in kilometres. */
export const EARTH_RADIUS_KM = 6371.0088;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** True when the point lies on the Earth. */
export const isOnEarth = ({ lat, lon }: LatLon): boolean =>
  Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** Great-circle distance in kilometres (haversine; exact to the sphere, within 0.6 % of the ellipsoid). */
export function distanceKm(a: LatLon, b: LatLon): number {
  const dLat = radians(b.lat - a.lat) / 2;
  const dLon = radians(b.lon - a.lon) / 2;
  const h = Math.sin(dLat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon) ** 2;
  // Rounding can push h of antipodes above 1 by one ulp; asin would answer NaN there.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
