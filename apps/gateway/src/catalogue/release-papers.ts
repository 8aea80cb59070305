// The papers of a release: its manifest in both dialects, and the card that goes along with what is made from it.

import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AnswerOf } from '#contracts/http/define-route';
import type { readAttribution } from '#contracts/http/release-papers';
import type { ReleaseView } from '#contracts/http/releases';
import type { ReleaseId } from '#core/kernel/ids';
import { mustBeOk, ok, type Result } from '#core/kernel/result';
import { attributionCard, type AttributionCard } from '#core/licensing/attribution-card';
import { judgeLicense } from '#core/licensing/judge-license';
import { writeOkhLosh } from '#core/manifest/write-okh-losh';
import { writeOkhV1 } from '#core/manifest/write-okh-v1';
import { SETTINGS, type Settings } from '../settings.js';
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
    const { lines, sourceUrl, duties, note } = this.cardOf(found.view);
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
    const card = this.cardOf(found.view);
    void reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="attribution-${found.view.slug}-${found.view.version}.pdf"`,
    });
    return ok(new StreamableFile(await printCards(card, copies, found.row.publishedAt)));
  }

  private cardOf(view: ReleaseView): AttributionCard {
    const { title, designer, credits, version, license, changes, lineage } = view;
    return attributionCard({
      title,
      designers: [...new Set([designer.name, ...credits])],
      release: version,
      sourceUrl: this.addressOf(view),
      // It was judged when it was published; a licence is never taken off the list.
      terms: mustBeOk(judgeLicense(license)),
      changes,
      upstream: lineage.map((origin) => ({
        title: origin.title,
        designers: [origin.designer],
        license: origin.license,
        url: new URL(`/designs/${origin.slug}`, this.settings.PUBLIC_URL).href,
      })),
    });
  }

  private addressOf({ slug, id }: ReleaseView): string {
    return new URL(`/designs/${slug}?release=${id}`, this.settings.PUBLIC_URL).href;
  }
}
