// Why a file was not read as a body: every code of this folder, and the one way parsers give up.

import { type Refusal, type Result, ok } from '../kernel/result.js';

/** Every reason to refuse a mesh file. A code is never reused. */
export const GEOMETRY_REFUSAL_CODES = [
  'mesh/unknown-format',
  'mesh/not-a-mesh',
  'mesh/truncated',
  'mesh/count-mismatch',
  'mesh/malformed',
  'mesh/non-finite',
  'mesh/empty',
  'mesh/too-large',
  'mesh/too-complex',
  'mesh/too-slow',
  'mesh/unreadable',
  'mesh/several-bodies',
  'model3mf/broken',
  'model3mf/doctype',
  'model3mf/unsafe-path',
  'model3mf/too-large',
  'model3mf/too-complex',
  'model3mf/component-cycle',
  'model3mf/unsupported-extension',
  'outline/malformed',
  'outline/doctype',
  'outline/binary-dxf',
  'outline/empty',
  'outline/too-complex',
  'outline/unit-missing',
] as const;
export type GeometryRefusalCode = (typeof GEOMETRY_REFUSAL_CODES)[number];
export type GeometryRefusal = Refusal<GeometryRefusalCode>;

const REMEDIES: Readonly<Record<GeometryRefusalCode, string>> = {
  'mesh/unknown-format': 'Upload the body as STL, 3MF or OBJ.',
  'mesh/not-a-mesh': 'Check that the right file was chosen, and export the body again as STL, 3MF or OBJ.',
  'mesh/truncated': 'The upload or the export stopped half-way: export and upload the file again.',
  'mesh/count-mismatch': 'Export the file again; the program that wrote it, or a transfer as text, has damaged it.',
  'mesh/malformed': 'Export the file again, with a point as the decimal sign and triangles as faces.',
  'mesh/non-finite':
    'Repair the body in your modelling program (some of its points are not numbers) and export it again.',
  'mesh/empty':
    'Check that the body was selected when it was exported; surfaces are needed, not points, lines or lattices.',
  'mesh/too-large': 'Check the unit of the export (millimetres) and the size of the body or file.',
  'mesh/too-complex': 'Export the body with a coarser tolerance, or split it into several files.',
  'mesh/too-slow': 'Export the body with a coarser tolerance, or split it into several files.',
  'mesh/unreadable': 'Upload the file again.',
  'mesh/several-bodies': 'Export each body as a file of its own.',
  'model3mf/broken': 'Open the file in a program that repairs 3MF, or export it again.',
  'model3mf/doctype': 'Export the file again: 3MF does not allow document types or entities.',
  'model3mf/unsafe-path': 'Export the file again: the names inside a 3MF must stay within it.',
  'model3mf/too-large': 'Remove attachments (pictures, settings) from the 3MF, or split it into several files.',
  'model3mf/too-complex': 'Export fewer copies in one file, or split it into several files.',
  'model3mf/component-cycle': 'Export the file again: an object in it is built out of itself.',
  'model3mf/unsupported-extension': 'Export the file as plain triangles (core 3MF), or as STL.',
  'outline/malformed': 'Export the drawing again, as SVG or as DXF (R2000 or later, text).',
  'outline/doctype': 'Export the drawing as plain SVG.',
  'outline/binary-dxf': 'Save the drawing as DXF in text form (ASCII).',
  'outline/empty': 'Check that lines were exported; text has to be turned into paths first.',
  'outline/too-complex': 'Simplify the drawing, or split it into several files.',
  'outline/unit-missing': 'Say what the drawing is drawn in (mm, cm, in or px), or export it with a unit.',
};

/** The refusal with its remedy; the message says what happened to which thing. */
export function geometryRefusal(
  code: GeometryRefusalCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): GeometryRefusal {
  return { code, message, remedy: REMEDIES[code], ...(details ? { details } : {}) };
}

/** Thrown by a parser that gives up, deep inside a stream; never leaves this folder (see {@link orRefusal}). */
export class Refused extends Error {
  constructor(readonly refusal: GeometryRefusal) {
    super(refusal.message);
  }
}

/** Gives up reading. */
export function giveUp(code: GeometryRefusalCode, message: string, details?: Readonly<Record<string, unknown>>): never {
  throw new Refused(geometryRefusal(code, message, details));
}

/** Runs a parser; giving up becomes a refusal, anything else is a bug and goes on flying. */
export function orRefusal<T>(parse: () => T): Result<T, GeometryRefusal> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
