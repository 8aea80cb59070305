// Publishes an immutable release: names checked, manifest read, every mesh measured, then all written at once or nothing.

import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import type { ReleaseView } from '#contracts/http/catalogue';
import type { NewId, Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { checkPaths, isManifest, plainWords } from './file-names.js';
import { MeasureParts } from './measure-parts.js';
import { MANIFEST_BYTES, readManifest, type Manifest } from './read-manifest.js';
import { hashRelease } from './release-hash.js';
import type { PartView, ReleaseRow } from './release.entity.js';
import { ReleasesRepository } from './releases.repository.js';
import { understandRelease, type PublishBody, type Understanding } from './understand-release.js';

interface Ready {
  readonly account: Identity;
  readonly understanding: Understanding;
  readonly parts: PartView[];
  readonly files: ReleaseView['files'];
}

@Injectable()
export class PublishRelease {
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(MeasureParts) private readonly measureParts!: MeasureParts;
  @Inject(BLOBS) private readonly blobs!: BlobStore;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;
  @Inject(CLOCK) private readonly clock!: Clock;

  async handle(account: Identity, body: PublishBody): Promise<Result<ReleaseView>> {
    const paths = checkPaths(body.files.map(({ path }) => path));
    if (!paths.ok) return paths;
    const sizes = await this.releases.touchUploads([...new Set(body.files.map(({ sha256 }) => sha256))], this.now());
    const absent = body.files.find(({ sha256 }) => !sizes.has(sha256));
    if (absent) return notUploaded(absent.path, absent.sha256);
    const manifest = await this.manifestOf(body, sizes);
    if (!manifest.ok) return manifest;
    const understanding = understandRelease(body, manifest.value.manifest, manifest.value.said);
    if (!understanding.ok) return understanding;
    const parts = await this.measureParts.handle(understanding.value.parts);
    if (!parts.ok) return parts;
    const files = body.files.map(({ path, sha256 }) => ({ path, sha256, bytes: sizes.get(sha256)! }));
    return this.write({ account, understanding: understanding.value, parts: parts.value, files });
  }

  private now(): Date {
    return new Date(this.clock.now());
  }

  /** A broken manifest stops only who depends on it. */
  private async manifestOf(
    body: PublishBody,
    sizes: ReadonlyMap<Sha256, number>,
  ): Promise<Result<{ manifest: Manifest; said: string[] }>> {
    // The one nearest to the top is the design's own.
    const [file] = body.files
      .filter(({ path }) => isManifest(path))
      .toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
    if (!file) return ok({ manifest: { parts: [] }, said: [] });
    const read =
      sizes.get(file.sha256)! > MANIFEST_BYTES
        ? refuse('manifest/unreadable', `The manifest ${file.path} has more than 1 MB.`, {
            remedy: 'A manifest is a page of text.',
          })
        : readManifest(await readFile(this.blobs.pathOf(file.sha256), 'utf8'), file.path);
    if (read.ok) return ok({ manifest: read.value, said: [`The manifest ${file.path} was read.`] });
    if (body.title === undefined || body.license === undefined) return read;
    return ok({ manifest: { parts: [] }, said: [`Warning: ${read.refusal.message} It was not needed.`] });
  }

  private write(ready: Ready): Promise<Result<ReleaseView>> {
    return this.unitOfWork.run(async (tx) => {
      const { account, understanding, parts, files } = ready;
      // Measuring takes time, in which the sweep may have come by: the rows are locked now and stay.
      const known = await this.releases.touchUploads(
        files.map(({ sha256 }) => sha256),
        new Date(tx.nowMs),
        tx.manager,
      );
      const gone = files.find(({ sha256 }) => !known.has(sha256));
      if (gone) return notUploaded(gone.path, gone.sha256);
      const { slug } = understanding;
      const createdAt = new Date(tx.nowMs);
      const design = await this.releases.claimDesign(tx.manager, {
        id: this.newId('design'),
        slug,
        ownerId: account.accountId,
        createdAt,
      });
      if (design.ownerId !== account.accountId) {
        return refuse('design/not-yours', `The design “${slug}” belongs to somebody else.`, {
          remedy: 'Choose another slug.',
        });
      }
      const row = this.rowOf(design.id, ready, tx);
      if (await this.releases.add(tx.manager, row, parts, files))
        return ok((await this.releases.find(row.id, tx.manager))!.view);
      return refuse(
        'release/version-taken',
        `Version ${row.version} of “${slug}” is published already; releases do not change.`,
        {
          remedy: 'Publish it under the next version.',
        },
      );
    });
  }

  private rowOf(designId: ReleaseRow['designId'], { understanding, parts, files, account }: Ready, tx: Tx): ReleaseRow {
    const { title, summary, version, terms, slug, understood } = understanding;
    const license = terms.expression;
    const words = [title, slug, summary, account.name, license, ...parts.map(({ name }) => name)];
    return {
      id: this.newId('release'),
      designId,
      version,
      title,
      summary,
      license,
      understood,
      hash: hashRelease({
        title,
        version,
        license,
        parts,
        files,
      }),
      licenseTerms: {
        class: terms.class,
        commercial: terms.commercial,
        reason: terms.reason,
      },
      status: 'unreviewed',
      publishedAt: new Date(tx.nowMs),
      searchText: plainWords(words.join(' ')).slice(0, 2e4),
    };
  }
}

const depth = (path: string): number => path.split('/').length;

const notUploaded = (path: string, sha256: Sha256): Result<never> =>
  refuse('file/not-found', `${path} was announced with the content ${sha256}, which was not uploaded.`, {
    remedy: 'Upload it to /api/files first.',
    details: { path, sha256 },
  });
