// The elements of an SVG as a tree: names, attributes, children. Nothing is run, fetched or expanded.

import { SaxesParser } from 'saxes';
import { Refused, giveUp } from '../refusals.js';
import { OUTLINE_LIMITS } from './outline.js';

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: SvgElement[];
}

/** The root element. Refuses document types that declare anything of their own. */
export function parseSvg(text: string): SvgElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: SvgElement[] = [];
  let root: SvgElement | undefined;
  let count = 0;
  parser.on('doctype', (doctype) => {
    if (/[[\]]|<!/.test(doctype)) {
      giveUp('outline/doctype', 'The SVG declares entities of its own in its document type; these are never expanded.');
    }
  });
  parser.on('error', (error) => {
    if (error instanceof Refused) throw error;
    giveUp('outline/malformed', `The SVG is not well-formed XML (${error.message.slice(0, 200)}).`);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (++count > OUTLINE_LIMITS.elements || open.length >= OUTLINE_LIMITS.depth) {
      giveUp('outline/too-complex', 'The SVG has too many elements, or nests them too deeply.');
    }
    const values = Object.values(attributes).map((one) => [one.local, one.value]);
    const name = uri === '' || uri === SVG ? local : '';
    const element: SvgElement = { name, attributes: Object.fromEntries(values), children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  if (root?.name !== 'svg') giveUp('outline/malformed', 'The file is XML, but its root is no svg element.');
  return root;
}

const SVG = 'http://www.w3.org/2000/svg';
