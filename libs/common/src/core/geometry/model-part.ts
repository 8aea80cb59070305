// One model file of a 3MF (core spec chapter 3, production extension): its XML as a stream, its objects as typed arrays.

import { GrowingDoubles, GrowingIndices } from './growing-arrays.js';
import { ModelFaults } from './model-faults.js';
import { giveUp } from './refusals.js';
import { IDENTITY, type Transform, parseTransform } from './transform.js';
import type { XmlElement } from './xml-stream.js';

/** A reference to an object, perhaps in another model file. */
export interface Placed {
  readonly objectId: string;
  readonly path: string | undefined;
  readonly transform: Transform;
}

export interface ModelObject {
  readonly id: string;
  readonly name: string;
  readonly corners: GrowingDoubles;
  readonly triangles: GrowingIndices;
  readonly components: Placed[];
}

export interface ModelPart {
  unitMm: number;
  readonly objects: Map<string, ModelObject>;
  readonly items: Placed[];
  /** What breaks the rules without changing the body, in words. */
  faults: readonly string[];
}

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06';
/** Extensions that add looks, names or slices but leave the triangles what they are. */
const HARMLESS_EXTENSIONS = new Set([
  CORE,
  PRODUCTION,
  'http://schemas.microsoft.com/3dmanufacturing/material/2015/02',
  'http://schemas.microsoft.com/3dmanufacturing/slice/2015/07',
  'http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07',
  'http://schemas.3mf.io/3dmanufacturing/displacement/2023/10',
]);
const UNITS_MM: Readonly<Record<string, number>> = {
  micron: 0.001,
  millimeter: 1,
  centimeter: 10,
  inch: 25.4,
  foot: 304.8,
  meter: 1000,
};

/** Collects a model file; feed it with every element that opens. */
export class ModelPartReader {
  readonly part: ModelPart = { unitMm: 1, objects: new Map(), items: [], faults: [] };
  private readonly faults = new ModelFaults();
  private readonly seen = new Set<string>();
  private object: ModelObject | undefined;
  private models = 0;

  constructor(
    private readonly path: string,
    private readonly maxTriangles: number,
  ) {}

  open(element: XmlElement): void {
    this.faults.open(element);
    if (element.uri !== CORE) return;
    switch (element.local) {
      case 'vertex':
        return this.vertex(element);
      case 'triangle':
        return this.triangle(element);
      case 'object':
        return this.startObject(element);
      case 'component':
        this.object?.components.push(this.placed(element));
        return;
      case 'item':
        this.part.items.push(this.placed(element));
        return;
      case 'model':
        return this.startModel(element);
      case 'resources':
      case 'build':
        return this.startOnce(element);
    }
  }

  /** The whole file has been read. */
  finish(): ModelPart {
    if (this.models !== 1) this.broken('holds no 3MF model');
    for (const needed of ['resources', 'build']) if (!this.seen.has(needed)) this.broken(`has no ${needed}`);
    this.part.faults = this.faults.finish().map((fault) => `"${this.path}" ${fault}.`);
    return this.part;
  }

  private startModel(element: XmlElement): void {
    this.models++;
    const unit = element.attribute('unit') ?? 'millimeter';
    const unitMm = Object.hasOwn(UNITS_MM, unit) ? UNITS_MM[unit] : undefined;
    if (unitMm === undefined) this.broken(`has a unit "${unit.slice(0, 40)}" that 3MF does not know`);
    this.part.unitMm = unitMm;
    for (const prefix of (element.attribute('requiredextensions') ?? '').split(/\s+/).filter(Boolean)) {
      const uri = element.namespace(prefix);
      if (uri !== undefined && HARMLESS_EXTENSIONS.has(uri)) continue;
      giveUp(
        'model3mf/unsupported-extension',
        `The file needs the 3MF extension "${uri ?? prefix}", which is not read here.`,
        { extension: uri ?? prefix },
      );
    }
  }

  private startOnce({ local }: XmlElement): void {
    if (this.seen.has(local)) this.broken(`has two ${local} elements`);
    this.seen.add(local);
  }

  private startObject(element: XmlElement): void {
    const id = element.attribute('id');
    if (id === undefined) this.broken('has an object without an id');
    if (this.part.objects.has(id)) this.broken(`has two objects with the id ${id}`);
    const name = element.attribute('name') ?? element.attribute('partnumber') ?? `object ${id}`;
    const object = { id, name, corners: new GrowingDoubles(), triangles: new GrowingIndices(), components: [] };
    this.part.objects.set(id, object);
    this.object = object;
  }

  private vertex(element: XmlElement): void {
    const corners = this.meshOf(element).corners;
    for (const axis of ['x', 'y', 'z']) {
      const text = element.attribute(axis)?.trim();
      const value = Number(text);
      if (!text || Number.isNaN(value)) {
        if (/^[+-]?(nan|inf)/i.test(text ?? '')) giveUp('mesh/non-finite', `A corner in "${this.path}" is "${text}".`);
        this.broken(`has a corner without a number ${axis}`);
      }
      corners.push(value);
    }
    if (corners.length > 9 * this.maxTriangles) this.tooComplex();
  }

  private triangle(element: XmlElement): void {
    const { triangles } = this.meshOf(element);
    for (const corner of ['v1', 'v2', 'v3']) {
      const text = element.attribute(corner) ?? '';
      if (!/^\s*\d{1,9}\s*$/.test(text)) this.broken(`has a triangle without a corner number ${corner}`);
      triangles.push(Number(text));
    }
    if (triangles.length > 3 * this.maxTriangles) this.tooComplex();
  }

  private meshOf(element: XmlElement): ModelObject {
    return this.object ?? this.broken(`has a ${element.local} outside an object`);
  }

  private placed(element: XmlElement): Placed {
    const objectId = element.attribute('objectid');
    if (objectId === undefined) this.broken(`has a build item or component that names no object`);
    const text = element.attribute('transform');
    const transform = text === undefined ? IDENTITY : parseTransform(text);
    if (!transform) this.broken(`places object ${objectId} by something that is not twelve numbers`);
    return { objectId, path: element.attribute('path', PRODUCTION), transform };
  }

  private tooComplex(): never {
    return giveUp('model3mf/too-complex', `An object in "${this.path}" has more than ${this.maxTriangles} triangles.`);
  }

  private broken(what: string): never {
    return giveUp('model3mf/broken', `"${this.path}" ${what}.`, { entry: this.path });
  }
}
