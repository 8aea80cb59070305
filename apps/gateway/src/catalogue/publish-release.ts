// Publishes an immutable release: names checked, manifest read, licences judged, every part measured, then all written at
// once or nothing.

import { Inject, Injectable } from '@nestjs/common';
import type { PublishBody, ReleaseView } from '#contracts/http/releases';
import type { AccountId, DesignId, NewId, Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import { contentsOf, refuseAbsent } from './announced-files.js';
import { DesignsRepository } from './designs.repository.js';
import { checkPaths, plainWords } from './file-names.js';
import { FilesRepository } from './files.repository.js';
import { ReadSources } from './read-sources.js';
import { JudgeOrigins, type Origins } from './judge-origins.js';
import { MeasureParts } from './measure-parts.js';
import { hashRelease } from './release-hash.js';
import type { ReleaseRow } from './release.entity.js';
import { ReleasesRepository, type NewPart } from './releases.repository.js';
import { understandRelease, type Understanding } from './understand-release.js';

/** Who publishes, and for what. */
export interface Publisher {
  readonly accountId: AccountId;
  readonly name: string;
  /** Publish into this design, whatever the contents say: an accepted change, the next version of a draft. */
  readonly designId?: DesignId | undefined;
  /** Who is to be named besides the designer. */
  readonly credits?: readonly string[];
  /** Written in the same transaction, after the release. */
  readonly also?: (tx: Tx, release: ReleaseRow) => Promise<void>;
}

interface Ready {
  readonly publisher: Publisher;
  readonly understanding: Understanding;
  readonly origins: Origins;
  readonly parts: readonly NewPart[];
  readonly files: ReleaseView['files'];
}

@Injectable()
export class PublishRelease {
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(DesignsRepository) private readonly designs!: DesignsRepository;
  @Inject(FilesRepository) private readonly files!: FilesRepository;
  @Inject(ReadSources) private readonly sources!: ReadSources;
  @Inject(JudgeOrigins) private readonly judgeOrigins!: JudgeOrigins;
  @Inject(MeasureParts) private readonly measureParts!: MeasureParts;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;
  @Inject(CLOCK) private readonly clock!: Clock;

  async handle(publisher: Publisher, body: PublishBody): Promise<Result<ReleaseView>> {
    const sizes = await this.sizesOf(body.files);
    if (!sizes.ok) return sizes;
    const sources = await this.sources.handle(body, sizes.value);
    if (!sources.ok) return sources;
    const understanding = understandRelease(body, sources.value);
    if (!understanding.ok) return understanding;
    const designId = publisher.designId ?? (await this.designs.find(understanding.value.slug))?.id;
    const early = designId && (await this.refuseEarly(publisher, designId, understanding.value));
    if (early) return early;
    const origins = await this.judgeOrigins.handle(body, understanding.value, designId);
    if (!origins.ok) return origins;
    const parts = await this.measureParts.handle(understanding.value.parts);
    if (!parts.ok) return parts;
    const files = body.files.map((file) => ({ ...file, bytes: sizes.value.get(file.sha256)! }));
    return this.write({
      publisher,
      understanding: understanding.value,
      origins: origins.value,
      parts: parts.value,
      files,
    });
  }

  /** What is certain before anything is measured; it is looked at again when all is written. */
  private async refuseEarly(
    { accountId }: Publisher,
    designId: DesignId,
    { version, slug }: Understanding,
  ): Promise<Result<never> | undefined> {
    if (!(await this.designs.isMaintainer(designId, accountId))) return notYours(slug);
    return (await this.releases.hasVersion(designId, version)) ? versionTaken(version, slug) : undefined;
  }

  /** Sizes by content; refused for a name that cannot be used and for a file that was not uploaded. */
  private async sizesOf(files: PublishBody['files']): Promise<Result<ReadonlyMap<Sha256, number>>> {
    const paths = checkPaths(files.map(({ path }) => path));
    if (!paths.ok) return paths;
    const now = new Date(this.clock.now());
    const sizes = await this.files.touchUploads(contentsOf(files), now);
    return refuseAbsent(files, sizes) ?? ok(sizes);
  }

  private write(ready: Ready): Promise<Result<ReleaseView>> {
    return this.unitOfWork.run(async (tx) => {
      // Measuring takes time, in which the sweep may have come by: the rows are locked now and stay.
      const known = await this.files.touchUploads(contentsOf(ready.files), new Date(tx.nowMs), tx.manager);
      const gone = refuseAbsent(ready.files, known);
      if (gone) return gone;
      const design = await this.designOf(ready, tx);
      if (!design.ok) return design;
      const row = this.rowOf(design.value.id, ready, tx);
      if (!(await this.releases.add(tx.manager, row, ready.parts, ready.files))) {
        return versionTaken(row.version, design.value.slug);
      }
      await ready.publisher.also?.(tx, row);
      return ok((await this.releases.find(row.id, tx.manager))!.view);
    });
  }

  private async designOf({ publisher, understanding, origins }: Ready, tx: Tx) {
    const { accountId, designId } = publisher;
    const design = designId
      ? await this.designs.findById(designId, tx.manager)
      : await this.designs.claim(tx.manager, {
          id: this.newId('design'),
          slug: understanding.slug,
          ownerId: accountId,
          createdAt: new Date(tx.nowMs),
          forkedFrom: origins.lineage[0]?.releaseId ?? null,
          made: 0,
        });
    if (await this.designs.isMaintainer(design.id, accountId, tx.manager)) return ok(design);
    return notYours(design.slug);
  }

  private rowOf(designId: DesignId, { understanding, origins, parts, files, publisher }: Ready, tx: Tx): ReleaseRow {
    const { title, summary, version, terms, slug, understood, bill, changes, credits } = understanding;
    const license = terms.expression;
    const views = parts.map(({ view }) => view);
    const words = [title, slug, summary, publisher.name, license, ...views.map(({ name }) => name)];
    const forkOf = origins.lineage[0]?.releaseId;
    return {
      id: this.newId('release'),
      designId,
      version,
      title,
      summary,
      license,
      understood,
      hash: hashRelease({ title, version, license, parts: views, files, bill, forkOf }),
      licenseTerms: { class: terms.class, commercial: terms.commercial, reason: terms.reason },
      status: 'unreviewed',
      publishedAt: new Date(tx.nowMs),
      searchText: plainWords(words.join(' ')).slice(0, 2e4),
      bill,
      credits: [...new Set([...credits, ...(publisher.credits ?? [])])],
      lineage: [...origins.lineage],
      changes: changes ?? null,
      processes: [...new Set([...views, ...origins.nestedParts].map(({ process }) => process))].toSorted(),
      materials: [...new Set(views.flatMap(({ materials }) => materials))].toSorted(),
      // Not spread into arguments: there may be more parts than a call takes.
      largestMm: [...views, ...origins.nestedParts].reduce(
        (most, { boxMm: { x, y, z } }) => Math.max(most, x, y, z),
        0,
      ),
    };
  }
}

const notYours = (slug: string): Result<never> =>
  refuse('design/not-yours', `The design “${slug}” is looked after by somebody else.`, {
    remedy: 'Choose another slug, or suggest what you have as a change to its maintainers.',
  });

const versionTaken = (version: string, slug: string): Result<never> =>
  refuse('release/version-taken', `Version ${version} of “${slug}” is published already; releases do not change.`, {
    remedy: 'Publish it under the next version.',
  });
