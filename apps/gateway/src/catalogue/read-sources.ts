// What a release's own files say of it: an Open Know-How manifest, a Data Package as Manyfold writes it, a table of parts.

import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import type { PublishBody } from '#contracts/http/releases';
import { EMPTY_BOM, type BillOfMaterials } from '#core/design/bill-of-materials';
import { readBomCsv } from '#core/design/read-bom-csv';
import type { Sha256 } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { bomOfManifest } from '#core/manifest/bom-of-manifest';
import type { Manifest, ManifestNote } from '#core/manifest/manifest';
import { readDataPackage } from '#core/manifest/read-data-package';
import { MANIFEST_BYTES, readManifest } from '#core/manifest/read-manifest';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { isManifest } from './file-names.js';

type SourceFile = PublishBody['files'][number];

/** What was read, in one form whatever it was read from. */
export interface Sources {
  readonly manifest: Manifest;
  /** Parts by the paths or names that the sources give them. */
  readonly bom: BillOfMaterials;
  /** Files that are there and not made, such as a part once more with its supports. */
  readonly keptPaths: readonly string[];
  readonly notes: readonly ManifestNote[];
  /** What was read and what was not, in sentences. */
  readonly said: readonly string[];
}

/** `bom.csv`, `Lamp_BOM.csv`, `bill of materials v2.csv`. */
const TABLE_OF_PARTS = /(^|[/_. -])(bom|bill[_ -]of[_ -]materials)([_. -][^/]*)?\.csv$/i;

const NOTHING: Sources = { manifest: {}, bom: EMPTY_BOM, keptPaths: [], notes: [], said: [] };

@Injectable()
export class ReadSources {
  constructor(@Inject(BLOBS) private readonly blobs: BlobStore) {}

  /** A broken source stops only who depends on it: whoever has said title and licence does not. */
  async handle(body: PublishBody, sizes: ReadonlyMap<Sha256, number>): Promise<Result<Sources>> {
    const isNeeded = body.title === undefined || body.license === undefined;
    const read = await this.manifestOf(body, sizes);
    if (!read.ok && isNeeded) return read;
    const found = read.ok ? read.value : { ...NOTHING, said: [notNeeded(read.refusal.message)] };
    const table = nearest(body.files, ({ path }) => TABLE_OF_PARTS.test(path));
    return ok(table ? await this.withTable(found, table, sizes) : found);
  }

  private async manifestOf({ files }: PublishBody, sizes: ReadonlyMap<Sha256, number>): Promise<Result<Sources>> {
    const okh = nearest(files, ({ path }) => isManifest(path));
    if (okh) return this.okh(okh, sizes);
    const dataPackage = nearest(files, ({ path }) => /(^|\/)datapackage\.json$/.test(path));
    const text = dataPackage && (await this.textOf(dataPackage, sizes));
    const said = text?.ok ? readDataPackage(text.value) : undefined;
    if (!dataPackage || !said) return ok(NOTHING);
    const folder = dataPackage.path.replace(/[^/]+$/, '');
    const keptPaths = said.presupportedPaths.map((path) => `${folder}${path}`);
    return ok({ ...NOTHING, manifest: said.manifest, keptPaths, said: [`${dataPackage.path} was read.`] });
  }

  private async okh(file: SourceFile, sizes: ReadonlyMap<Sha256, number>): Promise<Result<Sources>> {
    const text = await this.textOf(file, sizes);
    if (!text.ok) return text;
    const read = readManifest(text.value, file.path);
    if (!read.ok) return read;
    const { manifest, dialect, notes } = read.value;
    if (dialect === 'okw') {
      return refuse('manifest/not-a-design', `${file.path} describes a place where things are made, not a design.`, {
        remedy: 'Give the design a manifest of its own (okh.toml), or say title and licence yourself.',
      });
    }
    const { bom } = bomOfManifest(manifest);
    return ok({ ...NOTHING, manifest, bom, notes, said: [`The manifest ${file.path} was read.`] });
  }

  /** What the manifest says of a part counts before the table. */
  private async withTable(found: Sources, file: SourceFile, sizes: ReadonlyMap<Sha256, number>): Promise<Sources> {
    const text = await this.textOf(file, sizes);
    const read = text.ok ? readBomCsv(text.value) : text;
    if (!read.ok) return { ...found, said: [...found.said, notNeeded(read.refusal.message)] };
    // One design is published; the first build is the one that is meant.
    const [table, ...others] = read.value;
    if (!table) return found;
    const { bom } = found;
    const more = others.length === 0 ? [] : [`${file.path} lists ${read.value.length} builds; the first was taken.`];
    return {
      ...found,
      bom: {
        ...bom,
        parts: [...bom.parts, ...table.bom.parts],
        boughtIn: bom.boughtIn.length > 0 ? bom.boughtIn : table.bom.boughtIn,
        tools: bom.tools.length > 0 ? bom.tools : table.bom.tools,
      },
      notes: [
        ...found.notes,
        ...table.notes.map((message) => ({ kind: 'guessed' as const, field: file.path, message })),
      ],
      said: [...found.said, `The table ${file.path} was read.`, ...more],
    };
  }

  private async textOf({ path, sha256 }: SourceFile, sizes: ReadonlyMap<Sha256, number>): Promise<Result<string>> {
    if (sizes.get(sha256)! <= MANIFEST_BYTES) return ok(await readFile(this.blobs.pathOf(sha256), 'utf8'));
    return refuse('manifest/invalid', `${path} has more than ${MANIFEST_BYTES / 1024} kB.`, {
      remedy: 'What describes a design is a page of text.',
    });
  }
}

/** The one nearest to the top is the design's own. */
const nearest = (files: PublishBody['files'], is: (file: SourceFile) => boolean): SourceFile | undefined =>
  files.filter(is).toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))[0];

const depth = (path: string): number => path.split('/').length;

const notNeeded = (message: string): string => `Warning: ${message} It was not needed.`;
