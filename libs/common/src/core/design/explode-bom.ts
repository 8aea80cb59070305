// From a bill of materials with releases in it to what has to be made and bought, and how often.

import { ok, refuse, type Result } from '../kernel/result.js';
import type { Sha256 } from '../kernel/ids.js';
import type { BillOfMaterials, BomChoice, BomPart, BoughtInItem, Exploded, ExplodedPart, NestedRelease, Tool } from './bill-of-materials.js'; // prettier-ignore

/** Releases in releases in releases. */
export const BOM_DEPTH = 16;
/** Lines of an exploded bill, and pieces of one line. */
const BOM_LINES = 10_000;
const BOM_PIECES = 1_000_000;

/** The bill of another release; undefined where there is none. */
export type ResolveBom = (releaseHash: Sha256) => BillOfMaterials | undefined;

/**
 * Parts × quantity of the whole, nested releases included; the choice speaks of the outermost release only, those
 * inside are taken as they are. Refuses `bom/quantity`, `bom/no-variant`, `bom/cycle`, `bom/unknown-release`,
 * `bom/too-deep` and `bom/too-large`.
 */
export function explode(bom: BillOfMaterials, resolve: ResolveBom, choice: BomChoice = {}): Result<Exploded> {
  const walk = new Explosion(resolve);
  const refused = walk.add(bom, { times: 1, choice, path: [] });
  return refused ?? ok(walk.result());
}

interface Place {
  readonly times: number;
  readonly choice: BomChoice;
  /** Releases around this one, the outermost first. */
  readonly path: readonly NestedRelease[];
}

class Explosion {
  private readonly parts = new Map<string, ExplodedPart>();
  private readonly boughtIn = new Map<string, BoughtInItem>();
  private readonly tools = new Map<string, Tool>();
  private visits = 0;

  constructor(private readonly resolve: ResolveBom) {}

  result(): Exploded {
    return { parts: [...this.parts.values()], boughtIn: [...this.boughtIn.values()], tools: [...this.tools.values()] };
  }

  /** The first thing that is wrong; undefined if nothing is. */
  add(bom: BillOfMaterials, place: Place): Result<never> | undefined {
    this.visits += 1;
    if (this.visits > BOM_LINES) return tooLarge();
    const wanted = ({ optional }: { readonly optional: boolean }, key: string): boolean =>
      !optional || place.choice.include?.includes(key) === true;
    const chosen = chooseVariants(bom, place.choice);
    if (!chosen.ok) return chosen;
    const parts = [...bom.parts, ...chosen.value].filter((part) => wanted(part, part.path));
    for (const tool of bom.tools) this.tools.set(tool.name, tool);
    return (
      first(parts, (part) => this.addPart(part, place)) ??
      first(bom.boughtIn.filter((item) => wanted(item, item.name)), (item) => this.addItem(item, place)) ??
      first(bom.releases.filter((release) => wanted(release, release.releaseHash)), (release) => this.addRelease(release, place))
    ); // prettier-ignore
  }

  private addPart(part: BomPart, { times, path }: Place): Result<never> | undefined {
    if (!isCount(part.quantity)) return wrongQuantity(part.name, part.quantity);
    const releaseHash = path.at(-1)?.releaseHash;
    const key = `${releaseHash ?? ''}/${part.path}`;
    const pieces = (this.parts.get(key)?.pieces ?? 0) + part.quantity * times;
    this.parts.set(key, { releaseHash, part, pieces });
    return pieces > BOM_PIECES || this.parts.size > BOM_LINES ? tooLarge() : undefined;
  }

  private addItem(item: BoughtInItem, { times }: Place): Result<never> | undefined {
    if (!(item.quantity > 0) || !Number.isFinite(item.quantity)) return wrongQuantity(item.name, item.quantity);
    const key = JSON.stringify([item.name, item.unit, item.link]);
    const quantity = (this.boughtIn.get(key)?.quantity ?? 0) + item.quantity * times;
    this.boughtIn.set(key, { ...item, quantity });
    return quantity > BOM_PIECES || this.boughtIn.size > BOM_LINES ? tooLarge() : undefined;
  }

  private addRelease(release: NestedRelease, { times, path }: Place): Result<never> | undefined {
    if (!isCount(release.quantity)) return wrongQuantity(release.name, release.quantity);
    const inside = [...path, release];
    if (path.some(({ releaseHash }) => releaseHash === release.releaseHash)) {
      return refuse('bom/cycle', `“${release.name}” contains itself: ${inside.map(({ name }) => name).join(' → ')}.`, {
        remedy: 'Take the release out of one of those that contain it.',
        details: { hashes: inside.map(({ releaseHash }) => releaseHash) },
      });
    }
    if (inside.length > BOM_DEPTH) {
      return refuse('bom/too-deep', `Releases are contained in each other more than ${BOM_DEPTH} deep.`, {
        remedy: 'Contain the innermost releases directly.',
      });
    }
    const bom = this.resolve(release.releaseHash);
    if (!bom) {
      return refuse('bom/unknown-release', `“${release.name}” (${release.releaseHash}) is no release that is known.`, {
        remedy: 'Publish it first, or take its hash from its page.',
      });
    }
    const more = times * release.quantity;
    return more > BOM_PIECES ? tooLarge() : this.add(bom, { times: more, choice: {}, path: inside });
  }
}

function chooseVariants(bom: BillOfMaterials, { variants = {} }: BomChoice): Result<readonly BomPart[]> {
  const parts: BomPart[] = [];
  for (const [group, name] of Object.entries(variants)) {
    const found = bom.variants.find((one) => one.name === group);
    if (!found?.alternatives.some((one) => one.name === name)) {
      return refuse('bom/no-variant', `There is no “${name}” to choose as “${group}”.`, {
        remedy: found
          ? `Choose one of ${found.alternatives.map((one) => one.name).join(', ')}.`
          : 'Leave this choice out: the release has none of that name.',
      });
    }
  }
  for (const { name, alternatives } of bom.variants) {
    const wanted = Object.hasOwn(variants, name) ? variants[name] : undefined;
    parts.push(...((alternatives.find((one) => one.name === wanted) ?? alternatives[0])?.parts ?? []));
  }
  return ok(parts);
}

function first<T>(items: readonly T[], add: (item: T) => Result<never> | undefined): Result<never> | undefined {
  for (const item of items) {
    const refused = add(item);
    if (refused) return refused;
  }
  return undefined;
}

const isCount = (quantity: number): boolean => Number.isSafeInteger(quantity) && quantity >= 1;

const wrongQuantity = (name: string, quantity: number): Result<never> =>
  refuse('bom/quantity', `“${name}” is wanted ${quantity} times, which is no quantity.`, {
    remedy: 'Say a number from 1, or leave the line out.',
  });

const tooLarge = (): Result<never> =>
  refuse('bom/too-large', `The bill of materials has more than ${BOM_LINES} lines or ${BOM_PIECES} pieces of one.`, {
    remedy: 'Publish it in smaller releases.',
  });
