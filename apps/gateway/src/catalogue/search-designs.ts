// Finds designs: by whole words, and by words that are nearly right. Pages by key, so that none is shown twice.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { designCardSchema } from '#contracts/http/catalogue';
import { ok, refuse, type Result } from '#core/kernel/result';
import { DATA_SOURCE } from '#platform/database/data-source';
import { plainWords } from './file-names.js';

type Card = z.infer<typeof designCardSchema>;
interface Search {
  readonly q?: string | undefined;
  readonly license?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
interface Found {
  readonly card: Card;
  readonly score: number;
  readonly release_id: string;
  readonly total: string;
}

/** How alike a misspelt word must be, 0…1: `stetoscope` finds `stethoscope` (0.8), `chair` does not find `hair` less. */
const ALIKE = 0.55;

const SQL = `
  with latest as (
    select distinct on (r.design_id) r.*, d.slug, a.name as designer
    from release r join design d on d.id = r.design_id join account a on a.id = d.owner_id
    where r.status <> 'withdrawn'
    order by r.design_id, r.published_at desc, r.id desc
  ), scored as (
    select l.*, case when $1 = '' then extract(epoch from published_at)::float8
      else round((ts_rank(words, websearch_to_tsquery('simple', $1)) * 4 + word_similarity($1, search_text))::numeric, 6)::float8
    end as score
    from latest l
    where ($1 = '' or words @@ websearch_to_tsquery('simple', $1) or word_similarity($1, search_text) >= ${ALIKE})
      and ($2 = '' or license = $2)
  )
  select s.score, s.id as release_id, (select count(*) from scored) as total,
    json_build_object('id', s.design_id, 'slug', s.slug, 'title', s.title, 'summary', left(s.summary, 400),
      'license', s.license, 'designer', s.designer,
      'latest', json_build_object('releaseId', s.id, 'version', s.version,
        'publishedAt', to_char(s.published_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      'parts', (select count(*) from part p where p.release_id = s.id),
      'coverSha256', cover.file_sha256, 'coverFileName', cover.body ->> 'fileName') as card
  from scored s
  left join lateral (select file_sha256, body from part p where p.release_id = s.id
    order by (body ->> 'volumeMm3')::float8 desc, position limit 1) cover on true
  where $3::float8 is null or (s.score, s.id) < ($3::float8, $4::text)
  order by s.score desc, s.id desc limit $5`;

@Injectable()
export class SearchDesigns {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  async handle({
    q = '',
    license = '',
    cursor,
    limit,
  }: Search): Promise<Result<{ designs: Card[]; nextCursor?: string; total: number }>> {
    const after = cursor === undefined ? [null, null] : readCursor(cursor);
    if (!after)
      return refuse('request/invalid', 'The cursor is not one of ours.', { remedy: 'Begin without a cursor.' });
    const words = plainWords(q).trim();
    const rows = (await this.source.query(SQL, [words, license, ...after, limit + 1])) as Found[];
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return ok({
      designs: shown.map(({ card }) => card),
      ...(last ? { nextCursor: writeCursor([last.score, last.release_id]) } : {}),
      total: Number(rows[0]?.total ?? 0),
    });
  }
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
