// Files made to hurt, through the pool as an upload takes it. The files are not part of the repository: read when
// present (small copies of the important kinds are in the specs beside the readers).

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { isMeshFile } from '#core/geometry/read-mesh';
import { MeshPool } from '#platform/workers/mesh-pool';

const DATA = new URL('../../../shared/data/', import.meta.url);
const LIMIT_MS = 5000;

/** What is expected of each file, in words: `| hostile/name | bytes | expected | what | made from |`. */
const expectations = existsSync(DATA)
  ? readFileSync(new URL('SOURCES.md', DATA), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| hostile/'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, file = '', , expected = '']) => [file, expected] as const)
      .filter(([file]) => isMeshFile(file))
  : [];

/** The exact answer for the files whose expectation is more than "reject" or "accept". */
const ANSWERS: Readonly<Record<string, object>> = {
  'hostile/count_4billion.stl': { refusal: { code: 'mesh/count-mismatch' } },
  'hostile/huge_coords.stl': { refusal: { code: 'mesh/too-large' } },
  'hostile/ascii_decimal_comma.stl': { refusal: { code: 'mesh/malformed' } },
  'hostile/tiny_metres.stl': { value: { problems: [{ code: 'probably-metres' }] } },
  'hostile/inches_unlabelled.stl': { value: { problems: [{ code: 'probably-inches' }] } },
  'hostile/inside_out.stl': { value: { measures: { volumeMm3: 8000 }, problems: [{ code: 'inside-out' }] } },
  'hostile/inch_units.3mf': { value: { measures: { boxMm: { x: expect.closeTo(25.4, 3) }, watertight: true } } },
  'hostile/path_traversal.3mf': { refusal: { code: 'model3mf/unsafe-path' } },
  'hostile/xxe.3mf': { refusal: { code: 'model3mf/doctype' } },
  'hostile/billion_laughs.3mf': { refusal: { code: 'model3mf/doctype' } },
  'hostile/component_cycle.3mf': { refusal: { code: 'model3mf/component-cycle' } },
  'hostile/component_explosion.3mf': { refusal: { code: 'model3mf/too-complex' } },
  'hostile/zip_bomb.3mf': { refusal: { code: 'model3mf/too-large' } },
  'hostile/zip_bomb_model_part.3mf': { refusal: { code: 'model3mf/too-large' } },
};

describe.runIf(expectations.length > 0)('every hostile mesh is answered in time, with its problem named', () => {
  const pool = new MeshPool({ workers: 1, timeLimitMs: LIMIT_MS });
  afterAll(() => pool.close());

  test.each(expectations)('%s: %s', { timeout: LIMIT_MS }, async (file, expected) => {
    const answer = await pool.measureFile(fileURLToPath(new URL(file, DATA)), file);
    const wanted = ANSWERS[file] ?? {};
    if (/^(accept|warn)/.test(expected)) expect(answer).toMatchObject({ ok: true, ...wanted });
    else expect(answer).toMatchObject({ ok: false, ...wanted });
    if (answer.ok) expect(answer.value.measures.triangles).toBe(12);
    else expect(answer.refusal.remedy).toBeTruthy();
  });
});
