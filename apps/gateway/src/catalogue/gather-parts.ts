// All that one unit of a release takes: its own parts as they were chosen, and those of the releases it contains.

import { Inject, Injectable } from '@nestjs/common';
import type { PartView, ReleaseView } from '#contracts/http/releases';
import type { BillOfMaterials, BomChoice, BomPart } from '#core/design/bill-of-materials';
import { explode } from '#core/design/explode-bom';
import type { Part, ReleaseSnapshot, Rest } from '#core/design/part';
import type { Orientations } from '#core/geometry/orientations';
import { ok, refuse, type Result } from '#core/kernel/result';
import { cutLinesOf } from './part-of-body.js';
import type { PartFacts } from './release.entity.js';
import { ReleasesRepository, type WholeRelease } from './releases.repository.js';

/** Pieces of one part in one unit; more is a mistake. */
const MAX_PIECES = 10_000;
/** As long as an order keeps it; a longer one nobody has read. */
const MAX_LICENSE_LENGTH = 2_000;

@Injectable()
export class GatherParts {
  constructor(@Inject(ReleasesRepository) private readonly releases: ReleasesRepository) {}

  /** The release as an order remembers it. Refuses `bom/…`, and a choice that leaves nothing to be made. */
  async handle(found: WholeRelease, choice: BomChoice = {}): Promise<Result<ReleaseSnapshot>> {
    const contained = await this.releases.containedIn(found.view.nested);
    if (!contained.ok) return contained;
    const nested = contained.value;
    const withdrawn = [...nested.values()].find(({ view }) => view.status === 'withdrawn');
    if (withdrawn) return containsWithdrawn(found.view.title, withdrawn.view);
    const exploded = explode(bomOf(found.view), (hash) => billOf(nested.get(hash)), {
      ...choice,
      include: found.view.parts.filter(({ fileName }) => choice.include?.includes(fileName)).map(({ id }) => id),
    });
    if (!exploded.ok) return exploded;
    const { id: releaseId, hash, title, version, license } = found.view;
    const parts: Part[] = [];
    const licenses = new Set([license]);
    for (const { releaseHash, part, pieces } of exploded.value.parts) {
      const { view, facts } = releaseHash === undefined ? found : nested.get(releaseHash)!;
      const own = view.parts.find(({ id }) => id === part.path)!;
      licenses.add(own.license ?? view.license);
      parts.push(partOf(own, facts.get(own.id), pieces));
    }
    if (parts.length === 0 || parts.length > 1000 || parts.some(({ quantity }) => quantity > MAX_PIECES)) {
      return refuse('release/no-parts', `One unit of “${title}” takes ${parts.length} different parts.`, {
        remedy: `Choose so that 1 to 1000 parts are left, each at most ${MAX_PIECES} times.`,
      });
    }
    const all = [...licenses];
    const together = all.length === 1 ? all[0]! : all.map((one) => `(${one})`).join(' AND ');
    if (together.length > MAX_LICENSE_LENGTH) {
      return refuse('license/incompatible', `The parts of “${title}” are under ${all.length} different licences.`, {
        remedy: 'Order the releases that it contains one by one.',
      });
    }
    return ok({ releaseId, hash, title, version, license: together, parts });
  }
}

/** What was withdrawn is not sold, nor inside of something else; orders that were placed hold what they need. */
export const containsWithdrawn = (
  title: string,
  { title: inner, version }: Pick<ReleaseView, 'title' | 'version'>,
): Result<never> =>
  refuse('release/withdrawn', `“${title}” contains “${inner}” ${version}, which was withdrawn.`, {
    remedy: 'Use another release of it, or ask the designer to.',
  });

/** The bill of a whole release. */
export const billOf = (found: WholeRelease | undefined): BillOfMaterials | undefined => found && bomOf(found.view);

function bomOf({ parts, nested }: ReleaseView): BillOfMaterials {
  const groups = new Map<string, Map<string, BomPart[]>>();
  for (const part of parts) {
    if (!part.variant) continue;
    const { group, name } = part.variant;
    const alternatives = groups.get(group) ?? new Map<string, BomPart[]>();
    alternatives.set(name, [...(alternatives.get(name) ?? []), bomPartOf(part)]);
    groups.set(group, alternatives);
  }
  return {
    parts: parts.filter(({ variant }) => !variant).map(bomPartOf),
    variants: [...groups].map(([name, alternatives]) => ({
      name,
      alternatives: [...alternatives].map(([each, own]) => ({ name: each, parts: own })),
    })),
    boughtIn: [],
    tools: [],
    steps: [],
    releases: nested.map(({ hash, title, quantity }) => ({
      releaseHash: hash,
      name: title,
      quantity,
      optional: false,
    })),
  };
}

/** By its id, as several bodies of one file have one path. */
const bomPartOf = ({ id, name, quantity, process, materials, optional = false }: PartView): BomPart => ({
  path: id,
  name,
  quantity,
  process,
  materials,
  settings: {},
  optional,
});

function partOf(view: PartView, { profile, orientations }: PartFacts = {}, quantity: number): Part {
  const { id, name, fileName, fileSha256, process, materials, boxMm, volumeMm3, areaMm2, triangles, watertight } = view;
  const { body, infillPercent, layerMm, perimeters, supports } = view;
  return {
    id,
    name,
    fileName: fileName.slice(-255),
    fileSha256,
    body,
    quantity,
    process,
    materials,
    boxMm,
    volumeMm3,
    areaMm2,
    triangles,
    watertight,
    infillPercent,
    layerMm,
    perimeters,
    supports,
    profile,
    cut: cutLinesOf(view),
    ...(orientations && { rests: restsOf(orientations, boxMm) }),
  };
}

/** Ways to lie that need another room than the modelled one: few are worth a try. */
const MOST_RESTS = 4;

function restsOf({ resting }: Orientations, { x, y, z }: Part['boxMm']): Rest[] {
  const footprint = (one: Part['boxMm']): string =>
    [...[one.x, one.y].sort((a, b) => a - b), one.z].map(rounded).join();
  const modelled = footprint({ x, y, z });
  return resting
    .filter(({ asModelled, boxMm }) => !asModelled && footprint(boxMm) !== modelled)
    .slice(0, MOST_RESTS)
    .map(({ rotation, boxMm }) => ({
      rotation,
      boxMm: { x: rounded(boxMm.x), y: rounded(boxMm.y), z: rounded(boxMm.z) },
    }));
}

/** Up, to a thousandth of a millimetre. */
const rounded = (mm: number): number => Math.ceil(mm * 1000 - 1e-6) / 1000;
