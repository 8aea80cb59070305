// Towns by name (GeoNames, CC BY 4.0), read into memory when first asked for.

import { Inject, Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Place } from '#core/quote/quote';
import { LabIndex } from '#core/routing/lab-index';
import type { LatLon } from '#core/kernel/geo';
import { ok, refuse, type Result } from '#core/kernel/result';
import { SETTINGS, type Settings } from '../settings.js';

export interface Town {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly at: { readonly lat: number; readonly lon: number };
  readonly population: number;
}

interface KnownTown extends Town {
  readonly key: string;
}

/** Whoever lives farther from the next town than this is not said to live in its country. */
const FAR_FROM_TOWNS_KM = 100;

@Injectable()
export class Gazetteer {
  private loaded: Promise<readonly KnownTown[]> | undefined;
  private around: LabIndex | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Towns whose name begins with these letters (accents do not matter), the largest first. */
  async startingWith(letters: string, limit: number): Promise<Town[]> {
    const { name, country } = parse(letters);
    const found = (await this.prefixed(name)).filter((town) => !country || isIn(town, country));
    return found
      .slice(0, limit)
      .map(({ name: label, country: code, at, population }) => ({ name: label, country: code, at, population }));
  }

  /** The place that a text names: `Lyon`, `Lyon, FR` or `Lyon, France`; the largest of several. */
  async find(text: string): Promise<Result<Place>> {
    const { name, country } = parse(text);
    const found = await this.prefixed(name);
    const town = found.find((each) => each.key === name && (!country || isIn(each, country)));
    if (town) return ok({ at: town.at, label: `${town.name}, ${town.country}`, country: town.country });
    const near = found.slice(0, 3).map((each) => `${each.name}, ${each.country}`);
    return refuse('place/not-found', `The gazetteer has no town called “${text}”.`, {
      remedy:
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Give a point: {"at": {"lat": 45.76, "lon": 4.84}}.',
    });
  }

  /** The towns nearest to a point, nearest first, each with its distance. */
  async near(at: LatLon, count: number): Promise<(Town & { readonly km: number })[]> {
    const towns = await this.all();
    this.around ??= new LabIndex(towns.map((town) => town.at));
    return this.around.nearest(at, count).map(({ index, km }) => ({ ...towns[index]!, km }));
  }

  /** The country of the nearest town; undefined far from all of them. */
  async countryAt(at: LatLon): Promise<string | undefined> {
    const [town] = await this.near(at, 1);
    return town && town.km <= FAR_FROM_TOWNS_KM && /^[A-Z]{2}$/.test(town.country) ? town.country : undefined;
  }

  private async prefixed(prefix: string): Promise<KnownTown[]> {
    const towns = await this.all();
    let [low, high] = [0, towns.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (towns[middle]!.key < prefix) low = middle + 1;
      else high = middle;
    }
    const found: KnownTown[] = [];
    for (let i = low; i < towns.length && towns[i]!.key.startsWith(prefix); i++) found.push(towns[i]!);
    return found.sort((a, b) => b.population - a.population);
  }

  private all(): Promise<readonly KnownTown[]> {
    this.loaded ??= read(
      foldersOf(this.settings.DATA_DIR).map((folder) => join(folder, 'places', 'cities5000.csv.gz')),
    );
    return this.loaded;
  }
}

/** The network's own list, or the one that ships with the repository, as seen from the sources and from the build. */
const foldersOf = (dataDir: string): string[] => [
  dataDir,
  ...['../../../../data', '../../../../../data'].map((path) => fileURLToPath(new URL(path, import.meta.url))),
];

async function read(paths: readonly string[]): Promise<readonly KnownTown[]> {
  const path = paths.find((each) => existsSync(each));
  if (path === undefined) return []; // A gateway without towns still takes points.
  const packed = await readFile(path);
  const [header = '', ...lines] = gunzipSync(packed).toString('utf8').split(/\r?\n/);
  const columns = fieldsOf(header);
  const [name, country, population, lat, lon] = ['name', 'country', 'population', 'lat', 'lon'].map((each) =>
    columns.indexOf(each),
  ) as [number, number, number, number, number];
  const towns = lines.filter(Boolean).map((line): KnownTown => {
    const fields = fieldsOf(line);
    const text = fields[name] ?? '';
    const at = { lat: Number(fields[lat]), lon: Number(fields[lon]) };
    return { name: text, key: plain(text), country: fields[country] ?? '', at, population: Number(fields[population]) };
  });
  return towns.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Fields of a CSV line; quotes as in RFC 4180. */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return fields.map((field) =>
    field
      .replace(/,$/, '')
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  );
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s-]+/g, ' ')
    .trim();

function parse(text: string): { name: string; country?: string } {
  const [name = '', country] = text.split(',');
  return country === undefined || country.trim() === ''
    ? { name: plain(name) }
    : { name: plain(name), country: plain(country) };
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const isIn = (town: Town, country: string): boolean =>
  town.country.toLowerCase() === country || plain(names.of(town.country) ?? '') === country;
