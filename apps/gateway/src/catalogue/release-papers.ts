// The papers of a release: its manifest in both dialects, and the card that goes along with what is made from it.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AnswerOf } from '#contracts/http/define-route';
import type { readAttribution } from '#contracts/http/release-papers';
import type { ReleaseView } from '#contracts/http/releases';
import type { ReleaseId } from '#core/kernel/ids';
import { mustBeOk, ok, type Result } from '#core/kernel/result';
import { attributionCard, type AttributionCard, type UpstreamCredit } from '#core/licensing/attribution-card';
import { judgeLicense } from '#core/licensing/judge-license';
import { writeOkhLosh } from '#core/manifest/write-okh-losh';
import { writeOkhV1 } from '#core/manifest/write-okh-v1';
import { SETTINGS, type Settings } from '../settings.js';
import { foreignParts } from './judge-origins.js';
import { printCards } from './print-cards.js';
import { manifestOf } from './release-manifest.js';
import { ReleasesRepository } from './releases.repository.js';
import { noSuchRelease } from './show-releases.js';

@Injectable()
export class ReleasePapers {
  constructor(
    @Inject(ReleasesRepository) private readonly releases: ReleasesRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async manifest(id: ReleaseId, format: 'okh-v1' | 'okh-losh', reply: FastifyReply): Promise<Result<StreamableFile>> {
    const found = await this.releases.find(id);
    if (!found) return noSuchRelease(id);
    const manifest = manifestOf(found.view, this.addressOf(found.view));
    const [text, name, type] =
      format === 'okh-v1'
        ? [writeOkhV1(manifest), 'okh.yml', 'application/yaml']
        : [writeOkhLosh(manifest), 'okh.toml', 'application/toml'];
    void reply.headers({
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
    });
    return ok(new StreamableFile(Buffer.from(text)));
  }

  async attribution(id: ReleaseId): Promise<Result<AnswerOf<typeof readAttribution>>> {
    const found = await this.releases.find(id);
    if (!found) return noSuchRelease(id);
    const card = await this.cardOf(found.view);
    if (!card.ok) return card;
    const { lines, sourceUrl, duties, note } = card.value;
    return ok({
      lines: [...lines],
      sourceUrl,
      duties: duties.map(({ what: duty, clause }) => ({ duty, clause })),
      note,
    });
  }

  async cards(id: ReleaseId, copies: number, reply: FastifyReply): Promise<Result<StreamableFile>> {
    const found = await this.releases.find(id);
    if (!found) return noSuchRelease(id);
    const card = await this.cardOf(found.view);
    if (!card.ok) return card;
    void reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="attribution-${found.view.slug}-${found.view.version}.pdf"`,
    });
    return ok(new StreamableFile(await printCards(card.value, copies, found.row.publishedAt)));
  }

  /** With all that is in the object: parts from elsewhere and releases that are contained are attributed too. */
  private async cardOf(view: ReleaseView): Promise<Result<AttributionCard>> {
    const { title, designer, credits, version, license, changes, lineage } = view;
    const contained = await this.releases.containedIn(view.nested);
    if (!contained.ok) return contained;
    const views = [...contained.value.values()].map((found) => found.view);
    const licenses = [...new Set([license, ...[view, ...views].flatMap(licensesOf)])];
    const together = licenses.length === 1 ? license : licenses.map((one) => `(${one})`).join(' AND ');
    return ok(
      attributionCard({
        title,
        designers: [...new Set([designer.name, ...credits])],
        release: version,
        sourceUrl: this.addressOf(view),
        // They were judged when they were published; a licence is never taken off the list.
        terms: mustBeOk(judgeLicense(together)),
        changes,
        upstream: [
          ...lineage.map(this.creditOf),
          ...foreignCredits(view),
          ...views.flatMap((each) => this.creditsOf(each)),
        ],
      }),
    );
  }

  /** A contained release, what it comes from, and what in it came from elsewhere. */
  private creditsOf(view: ReleaseView): UpstreamCredit[] {
    const { title, designer, credits, license, lineage } = view;
    const designers = [...new Set([designer.name, ...credits])];
    const own = { title, designers, license, url: this.addressOf(view) };
    return [own, ...lineage.map(this.creditOf), ...foreignCredits(view)];
  }

  private readonly creditOf = ({ title, designer, license, slug }: ReleaseView['lineage'][number]): UpstreamCredit => ({
    title,
    designers: [designer],
    license,
    url: new URL(`/designs/${slug}`, this.settings.PUBLIC_URL).href,
  });

  private addressOf({ slug, id }: ReleaseView): string {
    return new URL(`/designs/${slug}?release=${id}`, this.settings.PUBLIC_URL).href;
  }
}

const licensesOf = ({ license, parts }: ReleaseView): string[] => [
  license,
  ...foreignParts(parts).map((part) => part.license),
];

/** Who designed a part from elsewhere is told by its note, if at all. */
const foreignCredits = ({ parts }: ReleaseView): UpstreamCredit[] =>
  parts.flatMap(({ name, license, note }) =>
    license === undefined ? [] : [{ title: name, designers: note === undefined ? [] : [note], license }],
  );
