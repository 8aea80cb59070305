// What breaks the rules of 3MF without changing the body: metadata, colours and materials (core spec 3.4 and 5, materials
// and properties extension 2 to 6). It is told, not refused.

import type { XmlElement } from './xml-stream.js';

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const MATERIALS = 'http://schemas.microsoft.com/3dmanufacturing/material/2015/02';
/** Names that metadata may have without a namespace of their own (core spec 3.4.1). */
const METADATA = ['Title', 'Designer', 'Description', 'Copyright', 'LicenseTerms', 'Rating', 'CreationDate', 'ModificationDate', 'Application']; // prettier-ignore
const PICTURES = ['image/png', 'image/jpeg'];
/** What a triangle or an object can take its material or colour from. */
const PROPERTY_GROUPS = ['basematerials', 'colorgroup', 'texture2dgroup', 'compositematerials', 'multiproperties'];
const MOST_FAULTS = 10;

interface Reference {
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly string[];
}

/** Collects the faults of one model file; feed it with every element that opens. */
export class ModelFaults {
  private readonly kinds = new Map<string, string>();
  private readonly references = new Map<string, Reference>();
  private readonly several = new Map<string, readonly string[]>();
  private readonly found = new Set<string>();
  private objectHasMaterial = false;

  open(element: XmlElement): void {
    if (element.uri === CORE) this.core(element);
    else if (element.uri === MATERIALS) this.material(element);
  }

  /** What was found, in words that follow the name of the file. */
  finish(): string[] {
    for (const { from, to, kinds } of this.references.values()) {
      const kind = this.kinds.get(to);
      if (kind === undefined)
        this.found.add(`has ${from === 'object' ? 'an' : 'a'} ${from} that names ${to}, which is not there`);
      else if (!kinds.includes(kind))
        this.found.add(`has ${from === 'object' ? 'an' : 'a'} ${from} that names ${to}, which is a ${kind}`);
    }
    for (const ids of this.several.values()) this.checkLayers(ids);
    return [...this.found].slice(0, MOST_FAULTS);
  }

  private core(element: XmlElement): void {
    switch (element.local) {
      case 'triangle':
        return this.triangle(element);
      case 'object':
        return this.object(element);
      case 'basematerials':
        return this.resource(element);
      case 'metadata':
        return this.metadata(element);
    }
  }

  private material(element: XmlElement): void {
    if (element.local === 'color') {
      if (!element.attribute('color')) this.found.add('has a colour without a value');
      return;
    }
    const isResource = element.local === 'texture2d' || PROPERTY_GROUPS.includes(element.local);
    if (!isResource) return;
    this.resource(element);
    if (element.local === 'texture2d') {
      const type = element.attribute('contenttype') ?? '';
      if (!PICTURES.includes(type))
        this.found.add(`has a texture of the type "${type.slice(0, 40)}"; PNG and JPEG are allowed`);
    } else if (element.local === 'texture2dgroup') this.refer(element, 'texid', ['texture2d']);
    else if (element.local === 'compositematerials') {
      this.refer(element, 'matid', ['basematerials']);
      if (!element.attribute('matindices')) this.found.add('has composite materials without matindices');
    } else if (element.local === 'multiproperties') {
      this.several.set(element.attribute('id') ?? '', (element.attribute('pids') ?? '').split(/\s+/).filter(Boolean));
    }
  }

  private metadata(element: XmlElement): void {
    const name = element.attribute('name');
    if (!name) this.found.add('has metadata without a name');
    else if (!name.includes(':') && !METADATA.includes(name)) {
      this.found.add(`has metadata named "${name.slice(0, 40)}", which 3MF does not know`);
    }
  }

  private object(element: XmlElement): void {
    this.objectHasMaterial = element.attribute('pid') !== undefined;
    this.resource(element);
    if (this.objectHasMaterial) this.refer(element, 'pid', PROPERTY_GROUPS);
    else if (element.attribute('pindex') !== undefined) this.found.add('has an object with a pindex but no pid');
  }

  private triangle(element: XmlElement): void {
    if (element.attribute('pid') !== undefined) this.refer(element, 'pid', PROPERTY_GROUPS);
    else if (!this.objectHasMaterial && element.attribute('p1') !== undefined) {
      this.found.add('has triangles with a p1 but no pid');
    }
  }

  private resource(element: XmlElement): void {
    const id = element.attribute('id');
    if (id === undefined) this.found.add(`has a ${element.local} without an id`);
    else if (this.kinds.has(id)) this.found.add(`has two resources with the id ${id.slice(0, 20)}`);
    else this.kinds.set(id, element.local);
  }

  private refer(element: XmlElement, attribute: string, kinds: readonly string[]): void {
    const to = element.attribute(attribute);
    if (to === undefined) this.found.add(`has a ${element.local} without a ${attribute}`);
    else this.references.set(`${element.local} ${to}`, { from: element.local, to: to.slice(0, 20), kinds });
  }

  /** Layers of colour: of materials there may be one, and none may be layers again. */
  private checkLayers(ids: readonly string[]): void {
    const kinds = ids.map((id) => this.kinds.get(id));
    if (kinds.includes(undefined)) this.found.add('has multiproperties that name what is not there');
    if (kinds.includes('multiproperties')) this.found.add('has multiproperties made of multiproperties');
    const materials = kinds.filter((kind) => kind === 'basematerials' || kind === 'compositematerials');
    if (materials.length > 1) this.found.add('has multiproperties with more than one material');
  }
}
