// What a release stands on: the design it is a fork of and the releases it contains, and whether their licences let it.

import { Inject, Injectable } from '@nestjs/common';
import type { PublishBody, ReleaseView } from '#contracts/http/releases';
import { BOM_DEPTH } from '#core/design/explode-bom';
import { ok, refuse, type Result } from '#core/kernel/result';
import { judgeCombination, type LicensedWork } from '#core/licensing/judge-combination';
import { judgeFork } from '#core/licensing/judge-fork';
import { noSuchRelease } from './show-releases.js';
import { ReleasesRepository } from './releases.repository.js';
import type { Understanding } from './understand-release.js';

export interface Origins {
  /** The release it is a fork of, then that one's own, and so on. */
  readonly lineage: ReleaseView['lineage'];
  readonly nestedParts: ReleaseView['parts'];
}

@Injectable()
export class JudgeOrigins {
  constructor(@Inject(ReleasesRepository) private readonly releases: ReleasesRepository) {}

  /** Refuses what the licence of the origin, or of what is contained, does not let happen. */
  async handle(body: PublishBody, understanding: Understanding): Promise<Result<Origins>> {
    const lineage = await this.lineageOf(body, understanding);
    if (!lineage.ok) return lineage;
    const nested: ReleaseView[] = [];
    for (const { hash } of body.nested ?? []) {
      const id = await this.releases.findByHash(hash);
      const found = id && (await this.releases.find(id));
      if (!found) {
        return refuse('release/not-found', `The release contains ${hash}, which is the hash of no release.`, {
          remedy: 'Take the hash from the page of the release that is meant, and publish that one first.',
        });
      }
      nested.push(found.view);
    }
    const together = combine(understanding, nested);
    if (!together.ok) return together;
    const all = await this.allParts(nested, BOM_DEPTH);
    return all.ok ? ok({ lineage: lineage.value, nestedParts: all.value }) : all;
  }

  private async lineageOf(
    { forkOf }: PublishBody,
    { terms, title }: Understanding,
  ): Promise<Result<Origins['lineage']>> {
    if (forkOf === undefined) return ok([]);
    const origin = await this.releases.find(forkOf);
    if (!origin) return noSuchRelease(forkOf);
    const { view } = origin;
    const allowed = judgeFork({ name: view.title, license: view.license }, { name: title, license: terms.expression });
    if (!allowed.ok) return allowed;
    const { id: releaseId, slug, version, license, designer } = view;
    return ok([{ releaseId, slug, title: view.title, version, license, designer: designer.name }, ...view.lineage]);
  }

  /** Parts of what is contained, at any depth. */
  private async allParts(nested: readonly ReleaseView[], depth: number): Promise<Result<ReleaseView['parts']>> {
    const parts = nested.flatMap((release) => release.parts);
    const deeper = nested.flatMap((release) => release.nested);
    if (deeper.length === 0) return ok(parts);
    if (depth === 0) {
      return refuse('bom/too-deep', `Releases are contained in each other more than ${BOM_DEPTH} deep.`, {
        remedy: 'Contain the innermost releases directly.',
      });
    }
    const views = await Promise.all(deeper.map(({ releaseId }) => this.releases.find(releaseId)));
    const below = await this.allParts(
      views.flatMap((found) => (found ? [found.view] : [])),
      depth - 1,
    );
    return below.ok ? ok([...parts, ...below.value]) : below;
  }
}

/** Parts from elsewhere are drawn to fit; what is contained by its hash is unchanged and stands beside them. */
function combine({ title, terms, parts }: Understanding, nested: readonly ReleaseView[]): Result<unknown> {
  const whole: LicensedWork = { name: title, license: terms.expression };
  const foreign = parts.flatMap(({ name, license }) => (license === undefined ? [] : [{ name, license }]));
  const fitted = judgeCombination(whole, foreign);
  if (!fitted.ok) return fitted;
  return judgeCombination(
    whole,
    nested.map((release) => ({ name: release.title, license: release.license })),
    'collection',
  );
}
