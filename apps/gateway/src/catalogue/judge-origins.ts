// What a release stands on: the design it is a fork of and the releases it contains, and whether their licences let it.

import { Inject, Injectable } from '@nestjs/common';
import type { PublishBody, ReleaseView } from '#contracts/http/releases';
import { EMPTY_BOM } from '#core/design/bill-of-materials';
import { explode } from '#core/design/explode-bom';
import type { DesignId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeCombination, type LicensedWork } from '#core/licensing/judge-combination';
import { judgeFork } from '#core/licensing/judge-fork';
import { billOf, containsWithdrawn } from './gather-parts.js';
import { noSuchRelease } from './show-releases.js';
import { ReleasesRepository } from './releases.repository.js';
import type { Understanding } from './understand-release.js';

type Lineage = ReleaseView['lineage'];

export interface Origins {
  /** The release it is a fork of, then that one's own, and so on. */
  readonly lineage: Lineage;
  /** Parts of what is contained, at any depth. */
  readonly nestedParts: ReleaseView['parts'];
}

@Injectable()
export class JudgeOrigins {
  constructor(@Inject(ReleasesRepository) private readonly releases: ReleasesRepository) {}

  /** Refuses what the licence of the origin, or of what is contained, does not let happen; `designId`: of a next version. */
  async handle(
    body: PublishBody,
    understanding: Understanding,
    designId: DesignId | undefined,
  ): Promise<Result<Origins>> {
    const lineage = await this.lineageOf(body, understanding, designId);
    if (!lineage.ok) return lineage;
    const contained = await this.containedIn(body, understanding.title);
    if (!contained.ok) return contained;
    const together = combine(understanding, contained.value);
    if (!together.ok) return together;
    return ok({ lineage: lineage.value, nestedParts: contained.value.flatMap(({ parts }) => parts) });
  }

  /** A fork is one in all its versions, whatever is said of the next one. */
  private async lineageOf(
    { forkOf }: PublishBody,
    { terms, title }: Understanding,
    designId: DesignId | undefined,
  ): Promise<Result<Lineage>> {
    const before = designId === undefined ? [] : await this.releases.lineageOf(designId);
    const named: Lineage = [];
    for (const id of new Set([forkOf ?? [], before[0]?.releaseId ?? []].flat())) {
      const origin = await this.releases.find(id);
      if (!origin) return noSuchRelease(id);
      const { view } = origin;
      if (view.designId === designId) continue;
      const allowed = judgeFork(
        { name: view.title, license: view.license },
        { name: title, license: terms.expression },
      );
      if (!allowed.ok) return allowed;
      if (id !== forkOf) continue;
      const { id: releaseId, slug, version, license, designer } = view;
      named.push({ releaseId, slug, title: view.title, version, license, designer: designer.name }, ...view.lineage);
    }
    return ok([...named, ...before.filter(({ slug }) => !named.some((ancestor) => ancestor.slug === slug))]);
  }

  /** What is contained at any depth, as far as it could be made too. */
  private async containedIn({ nested = [] }: PublishBody, title: string): Promise<Result<ReleaseView[]>> {
    const direct: (ReleaseView & { readonly quantity: number })[] = [];
    for (const { hash, quantity } of nested) {
      const id = await this.releases.findByHash(hash);
      const found = id && (await this.releases.find(id));
      if (!found) {
        return refuse('release/not-found', `The release contains ${hash}, which is the hash of no release.`, {
          remedy: 'Take the hash from the page of the release that is meant, and publish that one first.',
        });
      }
      direct.push({ ...found.view, quantity });
    }
    const all = await this.releases.containedIn(direct.map(({ id: releaseId, hash }) => ({ releaseId, hash })));
    if (!all.ok) return all;
    const views = [...all.value.values()].map(({ view }) => view);
    const withdrawn = views.find(({ status }) => status === 'withdrawn');
    if (withdrawn) return containsWithdrawn(title, withdrawn);
    const releases = direct.map(({ hash, title: name, quantity }) => {
      return { releaseHash: hash, name, quantity, optional: false };
    });
    const exploded = explode({ ...EMPTY_BOM, releases }, (hash) => billOf(all.value.get(hash)));
    return exploded.ok ? ok(views) : exploded;
  }
}

/** Parts from elsewhere are drawn to fit; what is contained by its hash is unchanged and stands beside them. */
function combine({ title, terms, parts }: Understanding, contained: readonly ReleaseView[]): Result<unknown> {
  const whole: LicensedWork = { name: title, license: terms.expression };
  const foreign = foreignParts(parts);
  const fitted = judgeCombination(whole, foreign);
  if (!fitted.ok) return fitted;
  const beside = contained.flatMap((release) => [
    { name: release.title, license: release.license },
    ...foreignParts(release.parts),
  ]);
  return judgeCombination(whole, [...foreign, ...beside], 'collection');
}

/** Parts that are under a licence of their own. */
export const foreignParts = (parts: readonly { readonly name: string; readonly license?: string | undefined }[]) =>
  parts.flatMap(({ name, license }): LicensedWork[] => (license === undefined ? [] : [{ name, license }]));
