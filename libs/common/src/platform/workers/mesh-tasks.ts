// What the mesh worker is asked and what it answers: plain data that crosses the thread boundary.

import type { Rotation } from '#core/geometry/rotation';
import type { NestedParts } from '#core/nesting/nest-parts';
import type { BedShape } from '#core/nesting/sheet';
import type { SolidMeasures } from '#core/geometry/measure';
import type { FullMeasures } from '#core/geometry/measure-fully';
import type { BodyOfFile, MeshFormat, ReadLimits, ReadObject } from '#core/geometry/mesh';
import type { OutlineMeasures } from '#core/geometry/outline/measure-outline';
import type { OutlineFormat, OutlineUnit } from '#core/geometry/outline/outline';
import type { PlateItem } from '#core/geometry/plate';
import type { PartProblem } from '#core/geometry/part-problem';
import type { GeometryRefusal } from '#core/geometry/refusals';
import type { SectionProfile } from '#core/design/section-profile';
import type { Repair } from '#core/geometry/repair/indexed-mesh';
import type { Result } from '#core/kernel/result';
import type { Sha256 } from '#core/kernel/ids';

/** A mesh file on disk, measured. */
export interface MeasuredFile {
  readonly fileSha256: Sha256;
  readonly bytes: number;
  readonly format: MeshFormat;
  /** Placed bodies: build items of a 3MF, 1 for other formats. */
  readonly instances: number;
  readonly objects: readonly ReadObject[];
  readonly measures: FullMeasures;
  readonly problems: readonly PartProblem[];
}

/** One of the different bodies in a file, measured. */
export interface MeasuredBody extends Omit<BodyOfFile, 'mesh'> {
  readonly measures: FullMeasures;
  readonly problems: readonly PartProblem[];
  /** Absent for tangles that would take too long. */
  readonly profile?: SectionProfile;
}

/** A mesh file on disk as the bodies that are made of it, and its picture. */
export interface MeasuredBodies {
  readonly fileSha256: Sha256;
  readonly bytes: number;
  readonly format: MeshFormat;
  readonly bodies: readonly MeasuredBody[];
  /** What was noticed in the file itself. */
  readonly problems: readonly PartProblem[];
  /** PNG, 512 × 384 pixels. */
  readonly thumbnail: Uint8Array;
}

/** A drawing on disk, measured. */
export interface MeasuredOutline {
  readonly fileSha256: Sha256;
  readonly bytes: number;
  readonly format: OutlineFormat;
  readonly measures: OutlineMeasures;
  readonly problems: readonly PartProblem[];
  /** PNG, 512 × 384 pixels. */
  readonly thumbnail: Uint8Array;
}

/** A drawing; `unit` is for those that name none. */
export interface OutlineFile {
  readonly path: string;
  readonly fileName: string;
  readonly unit?: OutlineUnit | undefined;
}

/** A mesh file on disk, without the check of how its triangles hang together. */
export interface MeasuredSolid extends SolidMeasures {
  readonly triangles: number;
}

/** A part on disk; the file name says its format, the path need not. */
export interface PlatePartFile {
  readonly name: string;
  readonly path: string;
  readonly fileName: string;
  /** Which of the file's bodies, from 0; without it all that the file places. */
  readonly body?: number | undefined;
  /** What a drawing that names no unit is drawn in. */
  readonly unit?: OutlineUnit | undefined;
  /** How it is turned to lie, from how it is modelled. */
  readonly rotation?: Rotation | undefined;
}

export interface PlateRequest {
  readonly title: string;
  readonly parts: readonly PlatePartFile[];
  readonly items: readonly PlateItem[];
  /** Where the plate is written (whole or not at all); without it the answer carries the bytes. */
  readonly writeTo?: string;
}

export interface ComposedPlate {
  readonly sha256: Sha256;
  readonly byteLength: number;
  readonly bytes?: Uint8Array;
}

/** Pieces to lay on beds by their silhouettes. */
export interface NestRequest {
  readonly bed: BedShape;
  readonly gapMm: number;
  readonly parts: readonly (PlatePartFile & { readonly copies: number })[];
  /** Comparisons to spend on fewer plates. */
  readonly effort: number;
}

/** Where pieces lie; `tag` is the part's number in the request. */
export type NestedPlates = NestedParts<number>;

/** A PNG, 512 × 384 pixels. */
export interface Thumbnail {
  readonly bytes: Uint8Array;
}

/** What was mended of a mesh file, and the file that came of it. */
export interface RepairedFile {
  readonly repairs: readonly Repair[];
  /** What is still wrong, in words. */
  readonly remaining: readonly string[];
  /** Binary STL; absent when there was nothing to mend. */
  readonly bytes?: Uint8Array;
}

export interface MeshWorkerLimits {
  readonly maxFileBytes: number;
  readonly read: Partial<ReadLimits>;
}

export type MeshTask =
  | { readonly kind: 'measure'; readonly path: string; readonly fileName: string }
  | { readonly kind: 'measure-bodies'; readonly path: string; readonly fileName: string }
  | ({ readonly kind: 'measure-outline' } & OutlineFile)
  | { readonly kind: 'thumbnail'; readonly path: string; readonly fileName: string }
  | { readonly kind: 'repair'; readonly path: string; readonly fileName: string }
  | { readonly kind: 'nest'; readonly request: NestRequest }
  | { readonly kind: 'compose'; readonly request: PlateRequest };

export interface MeshAnswers {
  readonly measure: Result<MeasuredFile, GeometryRefusal>;
  readonly 'measure-bodies': Result<MeasuredBodies, GeometryRefusal>;
  readonly 'measure-outline': Result<MeasuredOutline, GeometryRefusal>;
  readonly thumbnail: Result<Thumbnail, GeometryRefusal>;
  readonly repair: Result<RepairedFile, GeometryRefusal>;
  readonly nest: Result<NestedPlates, GeometryRefusal>;
  readonly compose: Result<ComposedPlate, GeometryRefusal>;
}

/** Answer of a worker: a result, or the text of a bug that it met. */
export type MeshReply =
  | { readonly id: number; readonly result: MeshAnswers[MeshTask['kind']] }
  | { readonly id: number; readonly bug: string };
