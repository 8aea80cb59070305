// What a release is made of: parts, bought-in items, tools, steps, and other releases by their hash.

import type { Sha256 } from '../kernel/ids.js';
import type { Material, Process } from './part.js';

/** What must be kept to when a part is made. */
export interface PartSettings {
  readonly infillPercent?: number | undefined;
  /** A print that is not solid is refused, e.g. a stethoscope's head. */
  readonly mustBeSolid?: boolean | undefined;
  readonly layerMm?: number | undefined;
  readonly perimeters?: number | undefined;
  readonly supports?: boolean | undefined;
  /** The orientation in the file is part of the design and may not be turned. */
  readonly orientationFixed?: boolean | undefined;
}

/** One made part, by the path of its file in the release. */
export interface BomPart {
  readonly path: string;
  readonly name: string;
  /** Pieces in one unit of the release, a whole number from 1. */
  readonly quantity: number;
  readonly process?: Process | undefined;
  /** What the designer allows; empty: any. */
  readonly materials: readonly Material[];
  readonly settings: PartSettings;
  /** Left out unless it is asked for. */
  readonly optional: boolean;
  readonly colourRole?: string | undefined;
  readonly notes?: string | undefined;
}

/** A choice: one of the alternatives is made, the first unless another is asked for. */
export interface VariantGroup {
  readonly name: string;
  /** At least two. */
  readonly alternatives: readonly { readonly name: string; readonly parts: readonly BomPart[] }[];
}

/** A thing that is bought and not made. */
export interface BoughtInItem {
  readonly name: string;
  /** In {@link unit}; may be broken, as in 0.5 m. */
  readonly quantity: number;
  /** `pcs` unless said. */
  readonly unit: string;
  readonly link?: string | undefined;
  /** As written, with its currency; nobody calculates with it. */
  readonly price?: string | undefined;
  readonly optional: boolean;
}

export interface Tool {
  readonly name: string;
  readonly link?: string | undefined;
}

/** One step of putting it together. */
export interface AssemblyStep {
  readonly text: string;
  /** Paths of pictures in the release. */
  readonly pictures: readonly string[];
  /** Paths of the parts used. */
  readonly parts: readonly string[];
}

/** Another release that this one contains. */
export interface NestedRelease {
  readonly releaseHash: Sha256;
  readonly name: string;
  readonly quantity: number;
  readonly optional: boolean;
}

/** The whole. */
export interface BillOfMaterials {
  readonly parts: readonly BomPart[];
  readonly variants: readonly VariantGroup[];
  readonly boughtIn: readonly BoughtInItem[];
  readonly tools: readonly Tool[];
  readonly steps: readonly AssemblyStep[];
  readonly releases: readonly NestedRelease[];
}

/** What is asked for beyond the plain thing. */
export interface BomChoice {
  /** Paths of optional parts, names of optional items, hashes of optional releases. */
  readonly include?: readonly string[] | undefined;
  /** Name of the alternative by name of its group. */
  readonly variants?: Readonly<Record<string, string>> | undefined;
}

/** One line of an exploded bill: so many pieces of a part of a release (undefined: the release itself). */
export interface ExplodedPart {
  readonly releaseHash?: Sha256 | undefined;
  readonly part: BomPart;
  readonly pieces: number;
}

export interface Exploded {
  readonly parts: readonly ExplodedPart[];
  readonly boughtIn: readonly BoughtInItem[];
  readonly tools: readonly Tool[];
}

/** A bill with nothing in it, to be spread over. */
export const EMPTY_BOM: BillOfMaterials = { parts: [], variants: [], boughtIn: [], tools: [], steps: [], releases: [] };
