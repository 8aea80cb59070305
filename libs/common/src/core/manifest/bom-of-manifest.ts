// The bill of materials that a manifest amounts to: a draft, which the designer completes.

import type { AssemblyStep, BillOfMaterials, BomPart, PartSettings } from '../design/bill-of-materials.js';
import { EMPTY_BOM } from '../design/bill-of-materials.js';
import { normaliseMaterial } from '../design/part.js';
import type { Manifest, ManifestPart } from './manifest.js';
import { proposeFromFileName } from './propose-from-file-name.js';

/** A quantity or colour that a file's name suggests and the manifest does not say. */
export interface BomProposal {
  readonly path: string;
  readonly quantity?: number | undefined;
  readonly colourRole?: string | undefined;
  readonly reason: string;
}

/** Files that can be made from, the best first. */
const MAKEABLE = ['3mf', 'stl', 'obj', 'dxf', 'svg'];

/** Parts that name a file; quantities are the manifest's, or one; what file names suggest is proposed and not assumed. */
export function bomOfManifest(manifest: Manifest): { bom: BillOfMaterials; proposals: readonly BomProposal[] } {
  const parts = (manifest.parts ?? []).flatMap((part) => bomPartOf(part) ?? []);
  const said = new Set((manifest.parts ?? []).flatMap((part) => (part.quantity === undefined ? [] : [fileOf(part)])));
  const proposals = parts.flatMap(({ path }): BomProposal[] => {
    const { quantity, colourRole, reason } = proposeFromFileName(path);
    const asked = said.has(path) ? undefined : quantity;
    return asked === undefined && colourRole === undefined ? [] : [{ path, quantity: asked, colourRole, reason }];
  });
  const bom: BillOfMaterials = {
    ...EMPTY_BOM,
    parts,
    boughtIn: (manifest.boughtIn ?? []).map(({ name, quantity = 1, unit = 'pcs', link }) => ({
      name,
      quantity: quantity > 0 ? quantity : 1,
      unit,
      link,
      optional: false,
    })),
    tools: (manifest.tools ?? []).map(({ name, link }) => ({ name, link })),
    steps: (manifest.documents?.makingInstructions ?? []).map(({ title, path, images }): AssemblyStep => ({
      text: [title, path].filter((one) => one !== undefined).join(': '),
      pictures: images ?? [],
      parts: [],
    })),
  };
  return { bom, proposals };
}

function fileOf({ export: exported = [], source = [], auxiliary = [] }: ManifestPart): string | undefined {
  const files = [...exported, ...source, ...auxiliary].map((file) => file.replace(/^\/+/, ''));
  const found = MAKEABLE.map((ending) => files.find((file) => file.toLowerCase().endsWith(`.${ending}`)));
  return found.find((file) => file !== undefined) ?? files[0];
}

function bomPartOf(part: ManifestPart): BomPart | undefined {
  const path = fileOf(part);
  if (path === undefined) return undefined;
  return {
    path,
    name: part.name ?? proposeFromFileName(path).name,
    quantity: part.quantity ?? 1,
    process: part.process,
    materials: (part.materials ?? []).map(normaliseMaterial),
    settings: settingsOf(part),
    optional: false,
    notes: part.notes,
  };
}

function settingsOf({ settings = {} }: ManifestPart): PartSettings {
  const { infillPercent, layerMm, perimeters, supports } = settings;
  return {
    infillPercent,
    mustBeSolid: infillPercent === undefined ? undefined : infillPercent >= 100,
    layerMm,
    perimeters,
    supports,
  };
}
