// What an SVG draws: shapes where they stand, references within the file followed, styles ignored, all else told.

import { giveUp } from '../refusals.js';
import { type Drawing, OUTLINE_LIMITS } from './outline.js';
import { PathPen } from './path-pen.js';
import { type PlaneTransform, STILL, shift, within } from './plane-transform.js';
import { fitted, lengthOf, transformOf, userLength, viewBoxOf } from './svg-attributes.js';
import { pathsOfShape } from './svg-shapes.js';
import { type SvgElement, parseSvg } from './svg-tree.js';

const GROUPS = new Set(['svg', 'g', 'a', 'switch']);
/** What is there to be referred to, or says nothing of shapes. */
const UNSEEN = new Set(['defs', 'symbol', 'clipPath', 'mask', 'pattern', 'marker', 'filter', 'title', 'desc', 'metadata', 'style', '', 'linearGradient', 'radialGradient', 'view', 'cursor', 'font']); // prettier-ignore
const TOLD: Readonly<Record<string, string>> = {
  text: 'text',
  image: 'picture',
  script: 'script',
  foreignObject: 'foreign object',
};

/** The drawing, in user units of the root element. */
export function readSvg(bytes: Uint8Array): Drawing {
  const root = parseSvg(textOf(bytes));
  const walk = new Walk(root);
  const { unitMm, place } = rootPlace(root);
  walk.children(root, place, 0);
  return { paths: walk.pen.paths, unitMm, leftOut: walk.pen.leftOut };
}

function textOf(bytes: Uint8Array): string {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** How the root's view box lies in its width and height; a plain number or a percentage says no unit. */
function rootPlace(root: SvgElement): { unitMm: number | undefined; place: PlaneTransform } {
  const box = viewBoxOf(root);
  const [width, height] = [lengthOf(root.attributes['width']), lengthOf(root.attributes['height'])];
  const unitMm = width?.unitMm ?? height?.unitMm;
  if (!box) {
    // Without a view box, user units are pixels, whatever the size is given in.
    return { unitMm: unitMm === undefined ? undefined : lengthOf('1px')!.unitMm, place: STILL };
  }
  if (!width && !height) return { unitMm, place: STILL };
  const across = width ? width.value * ((width.unitMm ?? unitMm ?? 1) / (unitMm ?? 1)) : undefined;
  const along = height ? height.value * ((height.unitMm ?? unitMm ?? 1) / (unitMm ?? 1)) : undefined;
  const into = {
    width: across ?? (along! * box.width) / box.height,
    height: along ?? (across! * box.height) / box.width,
  };
  return { unitMm, place: fitted(box, into, root.attributes['preserveAspectRatio']) };
}

/** Goes through the tree; what is referred to is drawn each time, under a limit. */
class Walk {
  readonly pen = new PathPen();
  private readonly byId = new Map<string, SvgElement>();

  constructor(root: SvgElement) {
    const open = [root];
    for (let next = open.pop(); next; next = open.pop()) {
      const { id } = next.attributes;
      if (id !== undefined && !this.byId.has(id)) this.byId.set(id, next);
      open.push(...next.children);
    }
  }

  children(element: SvgElement, place: PlaneTransform, references: number): void {
    for (const child of element.children) this.element(child, place, references);
  }

  private element(element: SvgElement, outer: PlaneTransform, references: number): void {
    this.pen.count();
    const { name } = element;
    if (UNSEEN.has(name)) return;
    const place = within(outer, transformOf(element));
    const paths = pathsOfShape(element);
    if (paths) for (const { points, closed } of paths) this.pen.draw(points, closed, place);
    else if (name === 'svg') this.children(element, within(place, innerPlace(element)), references);
    else if (GROUPS.has(name)) this.children(element, place, references);
    else if (name === 'use') this.use(element, place, references);
    else if (TOLD[name] !== undefined) this.pen.leave(TOLD[name]);
  }

  private use(element: SvgElement, place: PlaneTransform, references: number): void {
    const address = element.attributes['href'] ?? '';
    const target = address.startsWith('#') ? this.byId.get(address.slice(1)) : undefined;
    if (!target) return this.pen.leave('reference to something else');
    if (references >= OUTLINE_LIMITS.references) {
      giveUp('outline/too-complex', `The SVG refers to "${address.slice(1, 81)}" in a circle, or too deeply.`);
    }
    const at = within(place, shift(userLength(element, 'x') ?? 0, userLength(element, 'y') ?? 0));
    if (target.name !== 'symbol') return this.element(target, at, references + 1);
    const sized = { ...target, attributes: { ...target.attributes, ...sizeOf(element) } };
    this.children(target, within(within(at, transformOf(target)), innerPlace(sized)), references + 1);
  }
}

const sizeOf = ({ attributes: { width, height } }: SvgElement): Record<string, string> => ({
  ...(width === undefined ? {} : { width }),
  ...(height === undefined ? {} : { height }),
});

/** Where the inside of a nested svg or a symbol lies. */
function innerPlace(element: SvgElement): PlaneTransform {
  const box = viewBoxOf(element);
  const at = shift(userLength(element, 'x') ?? 0, userLength(element, 'y') ?? 0);
  if (!box) return at;
  const [width, height] = [userLength(element, 'width'), userLength(element, 'height')];
  if (width === undefined && height === undefined) return within(at, shift(-box.x, -box.y));
  const into = {
    width: width ?? (height! * box.width) / box.height,
    height: height ?? (width! * box.height) / box.width,
  };
  return within(at, fitted(box, into, element.attributes['preserveAspectRatio']));
}
