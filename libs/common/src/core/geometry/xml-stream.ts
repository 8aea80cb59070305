// XML out of an archive, as a stream of opening elements: no document types, no entities of its own, no deep nesting.

import { type SaxesTagNS, SaxesParser } from 'saxes';
import type { ReadLimits } from './mesh.js';
import { Refused, giveUp } from './refusals.js';
import { type ZipEntry } from './zip-directory.js';
import { unpackEntry } from './zip-entry.js';

type Utf = InstanceType<typeof TextDecoder>;

/** An element that has just opened. */
export class XmlElement {
  constructor(private readonly tag: SaxesTagNS) {}

  get local(): string {
    return this.tag.local;
  }

  get uri(): string {
    return this.tag.uri;
  }

  /** An attribute without a prefix, or that of a namespace. */
  attribute(local: string, uri?: string): string | undefined {
    if (uri === undefined) return this.tag.attributes[local]?.value;
    return Object.values(this.tag.attributes).find((one) => one.local === local && one.uri === uri)?.value;
  }

  /** The namespace that a prefix stands for, as declared on this element. */
  namespace(prefix: string): string | undefined {
    return this.tag.ns[prefix];
  }
}

/** Reads one XML file of the archive. */
export function readXml(
  archive: Uint8Array,
  entry: ZipEntry,
  { limits, open }: { limits: ReadLimits; open: (element: XmlElement) => void },
): void {
  const parser = new SaxesParser({ xmlns: true, position: true });
  let depth = 0;
  parser.on('doctype', () =>
    giveUp('model3mf/doctype', `"${entry.name}" declares a document type.`, { entry: entry.name }),
  );
  parser.on('error', (error) => brokenXml(entry, error));
  parser.on('opentag', (tag) => {
    if (++depth > limits.maxXmlDepth) {
      giveUp('model3mf/too-complex', `"${entry.name}" nests its elements deeper than ${limits.maxXmlDepth}.`);
    }
    open(new XmlElement(tag));
  });
  parser.on('closetag', () => void depth--);

  let decoder: Utf | undefined;
  unpackEntry(archive, entry, (piece, last) => {
    decoder ??= decoderFor(piece);
    parser.write(decode(decoder, { piece, last, entry }));
    if (last) parser.close();
  });
}

function decoderFor(start: Uint8Array): Utf {
  const mark = (start[0] ?? 0) * 256 + (start[1] ?? 0);
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true });
}

function decode(decoder: Utf, { piece, last, entry }: { piece: Uint8Array; last: boolean; entry: ZipEntry }): string {
  try {
    return decoder.decode(piece, { stream: !last });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return giveUp('model3mf/broken', `"${entry.name}" is not text in UTF-8 or UTF-16.`, { entry: entry.name });
  }
}

function brokenXml(entry: ZipEntry, error: Error): never {
  if (error instanceof Refused) throw error;
  return giveUp('model3mf/broken', `"${entry.name}" is not well-formed XML (${error.message.slice(0, 200)}).`, {
    entry: entry.name,
  });
}
