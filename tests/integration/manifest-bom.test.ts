// Bills of materials of real projects, as one table. The data is not part of the repository: read when present.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explode } from '#core/design/explode-bom';
import { readBomCsv } from '#core/design/read-bom-csv';
import { mustBeOk } from '#core/kernel/result';

const TABLE = new URL('../../../shared/data/bom.csv', import.meta.url);

describe.runIf(existsSync(TABLE))('real bills of materials', () => {
  const tables = existsSync(TABLE) ? mustBeOk(readBomCsv(readFileSync(TABLE, 'utf8'))) : [];

  test('each build has its parts, and nothing is left out', () => {
    const rows = tables.map(({ project, build, bom, notes }) => [project, build, bom.parts.length, notes.length]);
    expect(rows).toEqual([
      ['glia-stethoscope', 'stethoscope', 5, 0],
      ['openflexure-microscope', 'webcam', 12, 0],
      ['openflexure-microscope', 'high-resolution', 13, 0],
      ['openflexure-microscope', 'high-resolution motorised (extra)', 2, 0],
      // Four of its files are not in the set.
      ['prusa-mendel-i2', 'metric frame', 14, 4],
      ['voron-0', 'partial printer (subset of parts)', 15, 0],
      ['voron-0', 'panels', 11, 0],
      ['switch-mounting-plate', 'plate', 1, 0],
      ['poseidon-syringe-pump', 'one pump (project builds 3)', 4, 0],
      ['poseidon-syringe-pump', 'microscope', 3, 0],
    ]);
  });

  test('a stethoscope is printed solid, in PETG or ABS', () => {
    for (const { settings, materials } of tables[0]!.bom.parts) {
      expect(settings).toMatchObject({ infillPercent: 100, mustBeSolid: true, layerMm: 0.2 });
      expect(materials).toEqual(['PETG', 'ABS']);
    }
  });

  test('pieces add up, optional ones left out', () => {
    const pieces = tables.map(({ bom }) =>
      mustBeOk(explode(bom, () => undefined)).parts.reduce((sum, line) => sum + line.pieces, 0),
    );
    expect(pieces).toEqual([6, 11, 12, 2, 36, 42, 11, 1, 4, 3]);
  });
});
