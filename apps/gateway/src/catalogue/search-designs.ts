// Finds designs: by whole words, by words that are nearly right, and by facets. Pages by key, so that none is shown twice.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { AnswerOf } from '#contracts/http/define-route';
import type { designCardSchema, searchDesigns, searchSchema } from '#contracts/http/designs';
import { ok, refuse, type Result } from '#core/kernel/result';
import { DATA_SOURCE } from '#platform/database/data-source';
import { plainWords } from './file-names.js';
import { MakeableNear } from './makeable-near.js';

type Card = z.infer<typeof designCardSchema>;
type Search = z.infer<typeof searchSchema>;
type Answer = AnswerOf<typeof searchDesigns>;
interface Found {
  readonly card: Card;
  readonly score: number;
  readonly release_id: string;
}

/** How alike a misspelt word must be, 0…1: `stetoscope` finds `stethoscope` (0.8), `chair` does not find `hair` less. */
const ALIKE = 0.55;
/** Values of a facet that are shown. */
const FACET_VALUES = 30;

/** Each facet with the condition by which it narrows; `$n` are the parameters of {@link MATCHING}. */
const NARROWED_BY = {
  process: `($3 = '' or $3 = any(processes))`,
  material: `($4 = '' or $4 = any(materials) or materials = '{}')`,
  licenseClass: `($5 = '' or license_terms->>'class' = $5 or license_terms->>'commercial' = $5)`,
  status: `($6 = '' or status = $6)`,
} as const;
type Facet = keyof typeof NARROWED_BY;
const VALUES: Readonly<Record<Facet, string>> = {
  process: 'unnest(processes)',
  material: 'unnest(materials)',
  licenseClass: `license_terms->>'class'`,
  status: 'status',
};

const MATCHING = `
  with latest as not materialized (
    select r.id, r.design_id, r.title, r.version, r.summary, r.license, r.license_terms, r.status, r.published_at,
      r.search_text, r.words, r.processes, r.materials, r.largest_mm, d.slug, d.made, a.name as designer
    from release r join design d on d.id = r.design_id join account a on a.id = d.owner_id
    where r.is_latest
  ), matching as (
    select * from latest
    where ($1 = '' or words @@ websearch_to_tsquery('simple', $1) or word_similarity($1, search_text) >= ${ALIKE})
      and ($2 = '' or license = $2) and ($7::float8 is null or largest_mm <= $7)
      and ($8::text[] is null or id = any($8))
  )`;
const PARAMETERS = 8;

const SCORES: Readonly<Record<'relevance' | 'most-made' | 'new', string>> = {
  relevance: `round((ts_rank(words, websearch_to_tsquery('simple', $1)) * 4 + word_similarity($1, search_text))::numeric, 6)::float8`,
  'most-made': 'made::float8',
  new: 'extract(epoch from published_at)::float8',
};

const pageSql = (sort: keyof typeof SCORES): string => `${MATCHING}, scored as (
    select *, ${SCORES[sort]} as score from matching where ${Object.values(NARROWED_BY).join(' and ')}
  )
  select s.score, s.id as release_id,
    json_strip_nulls(json_build_object('id', s.design_id, 'slug', s.slug, 'title', s.title, 'summary', left(s.summary, 400),
      'license', s.license, 'designer', s.designer, 'status', s.status,
      'latest', json_build_object('releaseId', s.id, 'version', s.version,
        'publishedAt', to_char(s.published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      'parts', (select count(*) from part p where p.release_id = s.id),
      'processes', s.processes, 'materials', s.materials, 'largestMm', s.largest_mm, 'made', s.made,
      'coverSha256', cover.file_sha256, 'coverFileName', cover.body ->> 'fileName')) as card
  from scored s
  left join lateral (select file_sha256, body from part p where p.release_id = s.id
    order by (body ->> 'volumeMm3')::float8 desc, position limit 1) cover on true
  where $9::float8 is null or (s.score, s.id) < ($9::float8, $10::text)
  order by s.score desc, s.id desc limit $11`;

const TOTAL_SQL = `${MATCHING}
  select 'total' as facet, '' as value, count(*)::int as count from matching where ${Object.values(NARROWED_BY).join(' and ')}`;

/** Counts of every facet's values among what all the other facets leave, so that a choice can be changed for another. */
const FACETS_SQL = `${TOTAL_SQL}
  ${(Object.keys(NARROWED_BY) as Facet[])
    .map((facet) => {
      const others = Object.entries(NARROWED_BY).flatMap(([name, condition]) => (name === facet ? [] : [condition]));
      return `union all (select '${facet}', value, count(*)::int from
        (select ${VALUES[facet]} as value from matching where ${others.join(' and ')}) v
        group by value order by count(*) desc, value limit ${FACET_VALUES})`;
    })
    .join('\n')}`;

@Injectable()
export class SearchDesigns {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(MakeableNear) private readonly makeableNear: MakeableNear,
  ) {}

  async handle(search: Search): Promise<Result<Answer>> {
    const after = search.cursor === undefined ? [null, null] : readCursor(search.cursor);
    if (!after)
      return refuse('request/invalid', 'The cursor is not one of ours.', { remedy: 'Begin without a cursor.' });
    const words = plainWords(search.q ?? '').trim();
    const makeable = search.near ? await this.makeableNear.releases(search.near, search.withinKm) : null;
    const { license = '', process = '', material = '', licenseClass = '', status = '', maxMm = null, limit } = search;
    const parameters = [words, license, process, material, licenseClass, status, maxMm, makeable];
    const sort = search.sort ?? (words === '' ? 'new' : 'relevance');
    const rows = (await this.source.query(pageSql(sort), [...parameters, ...after, limit + 1])) as Found[];
    const counting = search.cursor === undefined ? FACETS_SQL : TOTAL_SQL;
    const counts = (await this.source.query(counting, parameters.slice(0, PARAMETERS))) as FacetCount[];
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return ok({
      designs: shown.map(({ card }) => card),
      ...(last ? { nextCursor: writeCursor([last.score, last.release_id]) } : {}),
      total: counts.find(({ facet }) => facet === 'total')?.count ?? 0,
      ...(search.cursor === undefined ? { facets: facetsOf(counts) } : {}),
    });
  }
}

interface FacetCount {
  readonly facet: Facet | 'total';
  readonly value: string;
  readonly count: number;
}

function facetsOf(counts: readonly FacetCount[]): NonNullable<Answer['facets']> {
  const of = (wanted: Facet) =>
    counts.filter(({ facet }) => facet === wanted).map(({ value, count }) => ({ value, count }));
  return {
    process: of('process'),
    material: of('material'),
    licenseClass: of('licenseClass'),
    status: of('status'),
  };
}

type Cursor = readonly [value: number, id: string];

export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined for a text that {@link writeCursor} did not write. */
export function readCursor(text: string): Cursor | undefined {
  try {
    const [value, id, ...rest] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const isOurs = Number.isFinite(value) && typeof id === 'string' && /^[\w-]{1,80}$/.test(id) && rest.length === 0;
    return isOurs ? [value as number, id] : undefined;
  } catch {
    return undefined;
  }
}

/** A cursor of a list by time: milliseconds of a date that there is. */
export function readTimeCursor(text: string): readonly [atMs: number, id: string] | undefined {
  const cursor = readCursor(text);
  return cursor && Number.isInteger(cursor[0]) && cursor[0] >= 0 && cursor[0] <= LAST_MS ? cursor : undefined;
}

/** The last moment of the year 9999. */
const LAST_MS = 253_402_300_799_999;
