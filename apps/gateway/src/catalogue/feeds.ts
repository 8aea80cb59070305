// New releases for feed readers: Atom (RFC 4287) and JSON Feed.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Feed } from 'feed';
import type { DataSource } from 'typeorm';
import { ok, type Result } from '#core/kernel/result';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { SETTINGS, type Settings } from '../settings.js';
import { noSuchDesign } from './show-designs.js';

const ENTRIES = 50;
const MEDIA_TYPES = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
} as const;

interface Entry {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly version: string;
  readonly summary: string;
  readonly changes: string | null;
  readonly license: string;
  readonly designer: string;
  readonly published_at: Date;
}

@Injectable()
export class Feeds {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(kind: 'atom' | 'json', slug: string | undefined, reply: FastifyReply): Promise<Result<StreamableFile>> {
    const entries = (await this.source.query(
      `select r.id, d.slug, r.title, r.version, r.summary, r.changes, r.license, a.name as designer, r.published_at
       from release r join design d on d.id = r.design_id join account a on a.id = d.owner_id
       where r.status <> 'withdrawn' and ($1::text is null or d.slug = $1)
       order by r.published_at desc, r.id desc limit ${ENTRIES}`,
      [slug ?? null],
    )) as Entry[];
    if (slug !== undefined && entries.length === 0) return noSuchDesign(slug);
    const feed = this.feedOf(entries, kind, slug);
    void reply.headers({ 'content-type': MEDIA_TYPES[kind], 'cache-control': 'public, max-age=300' });
    return ok(new StreamableFile(Buffer.from(kind === 'atom' ? feed.atom1() : feed.json1())));
  }

  private feedOf(entries: readonly Entry[], kind: 'atom' | 'json', slug: string | undefined): Feed {
    const site = new URL(this.settings.PUBLIC_URL);
    const at = (path: string): string => new URL(path, site).href;
    const query = slug === undefined ? '' : `?design=${slug}`;
    const feed = new Feed({
      id: at(`/api/feed.${kind}${query}`),
      title: slug === undefined ? 'Fabcommons: new releases' : `Fabcommons: releases of ${slug}`,
      description: 'Open designs that are made near you.',
      link: at(slug === undefined ? '/' : `/designs/${slug}`),
      feedLinks: { atom: at(`/api/feed.atom${query}`), json: at(`/api/feed.json${query}`) },
      updated: entries[0]?.published_at ?? new Date(this.clock.now()),
      copyright: 'Each design is under its own licence.',
    });
    // The library writes titles and summaries of Atom as HTML; in JSON Feed they are text.
    const said = (text: string): string => (kind === 'atom' ? escapeMarkup(text) : text);
    for (const entry of entries) {
      feed.addItem({
        id: `urn:fabcommons:${entry.id}`,
        title: said(`${entry.title} ${entry.version}`),
        link: at(`/designs/${entry.slug}`),
        date: entry.published_at,
        published: entry.published_at,
        author: [{ name: entry.designer }],
        description: said(entry.summary),
        content: escapeMarkup([entry.changes ?? entry.summary, `Licence: ${entry.license}`].join('\n\n')),
      });
    }
    return feed;
  }
}

/** Feeds carry HTML; what designers write is text. */
const escapeMarkup = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>');
