// The words of geometry: a mesh, what was read out of a file, and how much we are willing to read.

import type { PartProblem } from './part-problem.js';

/**
 * Triangles one after the other, nine numbers each (three corners × x y z), millimetres. Single precision, as STL has
 * it, so that equal corners are equal bits.
 */
export interface Mesh {
  readonly positions: Float32Array;
}

export type MeshFormat = 'stl-binary' | 'stl-ascii' | '3mf' | 'obj';

/** One distinct object of a file and how often the file places it. */
export interface ReadObject {
  readonly name: string;
  readonly triangles: number;
  readonly instances: number;
}

/** A file as one body: a 3MF with all its build items in place. */
export interface ReadModel {
  readonly format: MeshFormat;
  readonly mesh: Mesh;
  /** Placed bodies: build items of a 3MF, 1 for other formats. */
  readonly instances: number;
  readonly objects: readonly ReadObject[];
  /** What was noticed in the file itself, apart from the mesh. */
  readonly problems: readonly PartProblem[];
}

/** One of the different bodies in a file. */
export interface BodyOfFile {
  /** Its place among them, from 0. */
  readonly index: number;
  readonly name: string;
  /** How often the file places it, moved or turned. */
  readonly instances: number;
  /** In millimetres, where its first instance stands in the file. */
  readonly mesh: Mesh;
}

/** A file as the different bodies that are made of it. */
export interface ReadBodies {
  readonly format: MeshFormat;
  readonly bodies: readonly BodyOfFile[];
  readonly problems: readonly PartProblem[];
}

/** A file that holds one body only. */
export interface ReadBody {
  readonly format: MeshFormat;
  readonly positions: Float32Array;
  readonly problems: readonly PartProblem[];
}

/** How much is read before giving up. */
export interface ReadLimits {
  readonly maxTriangles: number;
  /** Any coordinate beyond this is a broken file or a wrong unit. */
  readonly maxCoordinateMm: number;
  readonly maxZipEntries: number;
  /** Sum of what all entries of the archive say they unpack to. */
  readonly maxUnpackedBytes: number;
  /** What the model files of a 3MF may unpack to, together. */
  readonly maxModelXmlBytes: number;
  /** Unpacked : packed that is allowed once an entry unpacks to more than `ratioFreeBytes`. */
  readonly maxRatio: number;
  readonly ratioFreeBytes: number;
  readonly maxXmlDepth: number;
  /** Placed objects and components, groups included. */
  readonly maxInstances: number;
}

export const DEFAULT_READ_LIMITS: ReadLimits = {
  maxTriangles: 20_000_000,
  maxCoordinateMm: 1e7,
  maxZipEntries: 10_000,
  maxUnpackedBytes: 2 ** 30,
  maxModelXmlBytes: 256 * 2 ** 20,
  maxRatio: 200,
  ratioFreeBytes: 10 * 2 ** 20,
  maxXmlDepth: 64,
  maxInstances: 100_000,
};

/** Number of triangles of a mesh. */
export const triangleCount = (mesh: Mesh): number => mesh.positions.length / 9;
