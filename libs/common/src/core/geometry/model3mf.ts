// 3MF as one body, or as the bodies that it places: which model file is the root, what its build items place, and the
// triangles of it all in millimetres. The total is counted before a single triangle is copied.

import { GrowingFloats } from './growing-arrays.js';
import type { Mesh, ReadBodies, ReadLimits, ReadModel } from './mesh.js';
import { type ModelObject, type ModelPart, ModelPartReader, type Placed } from './model-part.js';
import type { PartProblem } from './part-problem.js';
import { giveUp } from './refusals.js';
import { isSameBody } from './same-body.js';
import { type Transform, compose, determinant, isMoved } from './transform.js';
import { readXml } from './xml-stream.js';
import { type ZipEntry, readZipDirectory } from './zip-directory.js';

const RELATIONSHIPS = '_rels/.rels';
const MODEL_RELATIONSHIP = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel';
const PRINT_TICKET = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/printticket';
const MAX_COMPONENT_DEPTH = 64;
const MAX_BODIES = 500;

/** The bodies of a 3MF, every build item in its place. */
export function read3mf(bytes: Uint8Array, limits: ReadLimits): Omit<ReadModel, 'format'> {
  const { archive, root, assembly } = openModel(bytes, limits);
  const positions = assembly.expand(root.items, { path: archive.rootPath(), unitMm: root.unitMm });
  return {
    mesh: { positions },
    instances: root.items.length,
    objects: assembly.objects(),
    problems: archive.problems(),
  };
}

/** The different bodies of a 3MF, each as its first build item stands: what is only moved or turned is one body. */
export function read3mfBodies(bytes: Uint8Array, limits: ReadLimits): Omit<ReadBodies, 'format'> {
  const { archive, root, assembly } = openModel(bytes, limits);
  const path = archive.rootPath();
  const groups: { readonly object: ModelObject; readonly item: Placed; instances: number }[] = [];
  for (const item of root.items) {
    const object = assembly.resolve(item, path).object;
    const same = groups.find((one) => one.object === object && isMoved(one.item.transform, item.transform));
    if (same) same.instances++;
    else if (groups.push({ object, item, instances: 1 }) > MAX_BODIES) {
      giveUp('model3mf/too-complex', `The 3MF places more than ${MAX_BODIES} different bodies.`);
    }
  }
  const bodies: { name: string; instances: number; mesh: Mesh }[] = [];
  for (const { object, item, instances } of groups) {
    const positions = assembly.expand([item], { path, unitMm: root.unitMm }).slice();
    const same = bodies.find(({ mesh }) => isSameBody(mesh.positions, positions));
    if (same) same.instances += instances;
    else if (positions.length > 0) bodies.push({ name: object.name, instances, mesh: { positions } });
  }
  return { bodies: bodies.map((body, index) => ({ index, ...body })), problems: archive.problems() };
}

function openModel(bytes: Uint8Array, limits: ReadLimits): { archive: Package; root: ModelPart; assembly: Assembly } {
  const archive = new Package(bytes, limits);
  const root = archive.model(archive.rootPath());
  const assembly = new Assembly(archive, limits);
  for (const item of root.items) assembly.count(item, archive.rootPath());
  return { archive, root, assembly };
}

/** The archive by part name (OPC: names differ by more than case). */
class Package {
  private readonly entries: Map<string, ZipEntry>;
  private readonly models = new Map<string, ModelPart>();
  private modelBytes = 0;
  private root: string | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly limits: ReadLimits,
  ) {
    this.entries = new Map(readZipDirectory(bytes, limits).map((entry) => [entry.name.toLowerCase(), entry]));
  }

  /** The name of the one root model, out of the package's relationships. */
  rootPath(): string {
    if (this.root !== undefined) return this.root;
    const targets = this.related(this.entry(RELATIONSHIPS), MODEL_RELATIONSHIP);
    if (targets.length !== 1) giveUp('model3mf/broken', `The 3MF names ${targets.length} models; it must name one.`);
    this.root = partName(targets[0]!);
    return this.root;
  }

  model(path: string): ModelPart {
    const known = this.models.get(path);
    if (known) return known;
    const entry = this.entry(path);
    this.modelBytes += entry.unpackedBytes;
    if (this.modelBytes > this.limits.maxModelXmlBytes) {
      giveUp('model3mf/too-large', `The models in the 3MF unpack to more than ${this.limits.maxModelXmlBytes} bytes.`);
    }
    const reader = new ModelPartReader(entry.name, this.limits.maxTriangles);
    readXml(this.bytes, entry, { limits: this.limits, open: (element) => reader.open(element) });
    const part = reader.finish();
    this.models.set(path, part);
    return part;
  }

  /** Rules that the models break without changing the body. */
  problems(): PartProblem[] {
    const faults = [...this.models.values()].flatMap((model) => model.faults);
    const besides = this.entries.get(this.rootPath().replace(/([^/]*)$/, '_rels/$1.rels'));
    const tickets = besides ? this.related(besides, PRINT_TICKET).length : 0;
    if (tickets > 1)
      faults.push(`"${this.entry(this.rootPath()).name}" has ${tickets} print tickets; there may be one.`);
    return faults.map((message) => ({ code: 'file-fault', severity: 'warning', message }));
  }

  private related(relationships: ZipEntry, type: string): string[] {
    const targets: string[] = [];
    readXml(this.bytes, relationships, {
      limits: this.limits,
      open: (element) => {
        if (element.local === 'Relationship' && element.attribute('Type') === type) {
          targets.push(element.attribute('Target') ?? '');
        }
      },
    });
    return targets;
  }

  private entry(name: string): ZipEntry {
    return this.entries.get(name) ?? giveUp('model3mf/broken', `"${name}" is missing in the 3MF.`, { entry: name });
  }
}

/** Part names begin with a slash where they are written, and differ by more than case. */
const partName = (written: string): string => written.replace(/^\//, '').toLowerCase();

interface Count {
  readonly triangles: number;
  readonly nodes: number;
}

/** Follows build items through components to meshes. */
class Assembly {
  private readonly counts = new Map<ModelObject, Count>();
  private readonly open = new Set<ModelObject>();
  private readonly placed = new Map<ModelObject, number>();
  private triangles = 0;
  private nodes = 0;

  constructor(
    private readonly archive: Package,
    private readonly limits: ReadLimits,
  ) {}

  /** Adds what a build item will expand to; refuses before it would be too much. */
  count(item: Placed, from: string): void {
    const { triangles, nodes } = this.countObject(item, from);
    this.triangles += triangles;
    this.nodes += nodes;
    const { maxTriangles, maxInstances } = this.limits;
    if (this.triangles > maxTriangles || this.nodes > maxInstances) {
      giveUp(
        'model3mf/too-complex',
        `The 3MF places ${this.nodes} objects with ${this.triangles} triangles in all; up to ${maxInstances} and ${maxTriangles} are read.`,
        { triangles: this.triangles, objects: this.nodes },
      );
    }
  }

  private countObject(reference: Placed, from: string): Count {
    const { object, path } = this.resolve(reference, from);
    const known = this.counts.get(object);
    if (known) return known;
    if (this.open.has(object)) giveUp('model3mf/component-cycle', `Object ${object.id} is a component of itself.`);
    if (this.open.size >= MAX_COMPONENT_DEPTH) {
      giveUp('model3mf/too-complex', `Components are nested deeper than ${MAX_COMPONENT_DEPTH}.`);
    }
    this.open.add(object);
    let triangles = object.triangles.length / 3;
    let nodes = 1;
    for (const component of object.components) {
      const inner = this.countObject(component, path);
      triangles += inner.triangles;
      nodes += inner.nodes;
    }
    this.open.delete(object);
    const count = { triangles, nodes };
    this.counts.set(object, count);
    return count;
  }

  /** All triangles, in the order of the build items, in millimetres. */
  expand(items: readonly Placed[], { path, unitMm }: { path: string; unitMm: number }): Float32Array {
    const triangles = items.reduce((sum, item) => sum + this.countObject(item, path).triangles, 0);
    const positions = new GrowingFloats(9 * triangles);
    const scale: Transform = [unitMm, 0, 0, 0, unitMm, 0, 0, 0, unitMm, 0, 0, 0];
    for (const item of items) this.expandObject(item, path, { outer: scale, positions });
    return positions.toArray();
  }

  private expandObject(
    reference: Placed,
    from: string,
    { outer, positions }: { outer: Transform; positions: GrowingFloats },
  ): void {
    const { object, path } = this.resolve(reference, from);
    const transform = compose(reference.transform, outer);
    if (object.triangles.length > 0) {
      this.placed.set(object, (this.placed.get(object) ?? 0) + 1);
      appendTriangles(object, transform, positions);
    }
    for (const component of object.components) this.expandObject(component, path, { outer: transform, positions });
  }

  objects(): ReadModel['objects'] {
    return [...this.placed].map(([{ name, triangles }, instances]) => ({
      name,
      triangles: triangles.length / 3,
      instances,
    }));
  }

  resolve(reference: Placed, from: string): { object: ModelObject; path: string } {
    const path = reference.path === undefined ? from : partName(reference.path);
    const object = this.archive.model(path).objects.get(reference.objectId);
    if (!object) giveUp('model3mf/broken', `Object ${reference.objectId} is placed but is not in "${path}".`);
    return { object, path };
  }
}

function appendTriangles(object: ModelObject, m: Transform, positions: GrowingFloats): void {
  const corners = object.corners.toArray();
  const triangles = object.triangles.toArray();
  const count = corners.length / 3;
  // A mirror turns every triangle around, so that outside would become inside.
  const [second, third] = determinant(m) < 0 ? [2, 1] : [1, 2];
  const push = (at: number): void => {
    if (at >= count) giveUp('model3mf/broken', `Object ${object.id} has a triangle with corner ${at} of ${count}.`);
    const x = corners[3 * at]!;
    const y = corners[3 * at + 1]!;
    const z = corners[3 * at + 2]!;
    positions.push(x * m[0]! + y * m[3]! + z * m[6]! + m[9]!);
    positions.push(x * m[1]! + y * m[4]! + z * m[7]! + m[10]!);
    positions.push(x * m[2]! + y * m[5]! + z * m[8]! + m[11]!);
  };
  for (let triangle = 0; triangle < triangles.length; triangle += 3) {
    push(triangles[triangle]!);
    push(triangles[triangle + second]!);
    push(triangles[triangle + third]!);
  }
}
