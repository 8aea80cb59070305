// Plates through the real PrusaSlicer, as a lab makes its G-code. Needs the Debian package prusa-slicer; without it
// these tests are skipped.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabJob } from '../../libs/common/src/core/job/lab-journal.js';
import type { Machine } from '../../libs/common/src/core/lab/lab.js';
import { writePlate3mf } from '../../libs/common/src/core/geometry/plate.js';
import { readMesh } from '../../libs/common/src/core/geometry/read-mesh.js';
import { mustBeOk } from '../../libs/common/src/core/kernel/result.js';
import { PlateStore } from '../../apps/fab-agent/src/files/plate-store.js';
import { GcodeMaker } from '../../apps/fab-agent/src/slicing/make-gcode.js';
import {
  labSlicingSchema,
  machineSlicingSchema,
  type LabSlicing,
  type MachineSlicing,
} from '../../apps/fab-agent/src/slicing/slicing-settings.js';
import { REPOSITORY } from '../../infra/repository.js';

const BRACE = join(REPOSITORY, 'data/designs/syringe-pump/Pump_Syringe_Brace_v51.stl');
const hasSlicer = ((): boolean => {
  try {
    return execFileSync('prusa-slicer', ['--help'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

const machine: Machine = {
  id: 'mac_1',
  name: 'Test machine',
  process: 'fdm',
  buildVolumeMm: { x: 200, y: 180, z: 180 },
  bedShape: 'rectangular',
  loaded: [{ material: 'PLA' }],
};
const { signal } = new AbortController();
let home: string;
let store: PlateStore;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fabcommons-slicing-'));
  store = new PlateStore(join(home, 'files'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const brace = () => mustBeOk(readMesh(new Uint8Array(readFileSync(BRACE)), 'brace.stl')).mesh;
/** A plate with two braces, one of them turned. */
const twoBraces = (xMm = 130): Uint8Array =>
  writePlate3mf({
    title: 'Two braces',
    parts: [{ name: 'brace', mesh: brace() }],
    items: [
      { part: 0, xMm: 20, yMm: 20, rotationDeg: 0 },
      { part: 0, xMm, yMm: 90, rotationDeg: 90 },
    ],
  });

async function jobOf(plate: Uint8Array, more: Partial<LabJob> = {}): Promise<LabJob> {
  const from = join(home, 'plate');
  writeFileSync(from, plate);
  return {
    jobId: 'job_1',
    offerId: 'ofr_1',
    machineId: machine.id,
    fence: 1,
    title: 'Two braces',
    plate: await store.adopt(from),
    estimate: { seconds: 1_200, massGrams: 1.5 },
    material: 'PLA',
    correlationId: 'cor_1',
    assignedAtMs: 0,
    stage: 'fetched',
    ...more,
  };
}
const makerOf = (lab: Partial<LabSlicing> = {}, own: Partial<MachineSlicing> = {}): GcodeMaker =>
  new GcodeMaker({
    store,
    home,
    scratch: join(home, 'scratch'),
    lab: labSlicingSchema.parse(lab),
    slicingOf: () => machineSlicingSchema.parse(own),
  });

describe.skipIf(!hasSlicer)('with PrusaSlicer', () => {
  test('a plate becomes checked G-code that lies by its hash in the store, its pieces where they stood', async () => {
    const made = mustBeOk(await makerOf().make(await jobOf(twoBraces()), machine, signal));
    const text = readFileSync(store.pathOf(made.sha256));
    expect(createHash('sha256').update(text).digest('hex')).toBe(made.sha256);
    expect(text.length).toBe(made.bytes);
    expect(made.seconds).toBeGreaterThan(300);
    expect(made.massGrams).toBeGreaterThan(0.5);
    const lines = text.toString().split('\n');
    const xs = lines.flatMap((line) => /^G1 X([\d.]+) Y[\d.]+ E\d*[.\d]+/.exec(line)?.[1] ?? []).map(Number);
    expect(Math.min(...xs)).toBeGreaterThan(4);
    expect(xs.some((x) => x > 20 && x < 21)).toBe(true);
    expect(Math.max(...xs)).toBeGreaterThan(137);
    expect(existsSync(join(home, 'scratch')) && readdirSync(join(home, 'scratch'))).toEqual([]);
  });

  test('a lab’s own profile is used, its keys do not leave, and what it runs afterwards is not run', async () => {
    const marker = join(home, 'ran');
    const profile = [
      'layer_height = 0.3',
      'end_gcode = M104 S0\\nM140 S0',
      'temperature = 222',
      'first_layer_temperature = 222',
      'bed_temperature = 61',
      'first_layer_bed_temperature = 61',
      `post_process = /bin/touch ${marker};`,
      'printhost_apikey = SECRET-OF-THE-LAB',
    ];
    writeFileSync(join(home, 'pla.ini'), `${profile.join('\n')}\n`);
    const made = mustBeOk(
      await makerOf({}, { profiles: { PLA: 'pla.ini' } }).make(await jobOf(twoBraces()), machine, signal),
    );
    const text = readFileSync(store.pathOf(made.sha256), 'utf8');
    expect(text).toContain('M104 S222');
    expect(text).not.toContain('SECRET-OF-THE-LAB');
    expect(existsSync(marker)).toBe(false);
  });

  test('what a profile smuggles in is refused with line and reason', async () => {
    writeFileSync(join(home, 'bad.ini'), 'start_gcode = G28\\nM303 E0 S200 C8\nend_gcode = M104 S0\\nM140 S0\n');
    const own = { profiles: { '*': 'bad.ini' } };
    const made = await makerOf({}, own).make(await jobOf(twoBraces()), machine, signal);
    expect(made).toMatchObject({
      ok: false,
      refusal: { code: 'gcode/forbidden', message: expect.stringMatching(/Line \d+, “M303 E0 S200 C8”/) as string },
    });
  });

  test.each<[string, Partial<LabJob>, string]>([
    ['takes much longer than promised', { estimate: { seconds: 5, massGrams: 1 } }, 'gcode/other'],
    ['lacks most of what was promised', { estimate: { seconds: 9_000, massGrams: 90 } }, 'gcode/other'],
    ['is of a material that nobody knows here', { material: 'CHEESE' }, 'slicing/no-profile'],
  ])('a job that %s is not made', async (_name, more, code) => {
    const own = { mostTimes: 1 };
    const made = await makerOf({}, own).make(await jobOf(tower(), more), machine, signal);
    expect(made).toMatchObject({ ok: false, refusal: { code } });
    expect(readdirSync(join(home, 'files'))).toHaveLength(1);
  });
});

/** A brace stretched upwards, so that it takes more than the slack of a promise. */
function tower(): Uint8Array {
  const { positions } = brace();
  const mesh = { positions: positions.map((value, i) => value * (i % 3 === 2 ? 8 : 1.5)) };
  return writePlate3mf({
    title: 'Tower',
    parts: [{ name: 'tower', mesh }],
    items: [{ part: 0, xMm: 50, yMm: 50, rotationDeg: 0 }],
  });
}

test('a plate that is too large is not sliced at all', async () => {
  const made = await makerOf({ command: '/nowhere/slicer' }).make(await jobOf(twoBraces(250)), machine, signal);
  expect(made).toMatchObject({
    refusal: {
      code: 'plate/too-large',
      message: expect.stringContaining('along X; Test machine makes 200.0 mm') as string,
    },
  });
});

test('a plate that is none, or whose pieces lie beside the bed, is refused', async () => {
  const broken = await makerOf().make(await jobOf(Buffer.from('PK, but no plate')), machine, signal);
  expect(broken).toMatchObject({ refusal: { code: 'plate/unreadable' } });
  const beside = writePlate3mf({
    title: 'Beside',
    parts: [{ name: 'brace', mesh: brace() }],
    items: [{ part: 0, xMm: 195, yMm: 20, rotationDeg: 0 }],
  });
  expect(await makerOf().make(await jobOf(beside), machine, signal)).toMatchObject({
    refusal: { code: 'plate/off-bed' },
  });
});

test('a slicer that is missing, hangs, fails or writes nothing is told from one another', async () => {
  const job = await jobOf(twoBraces());
  const codeWith = async (script: string | undefined, more: Partial<LabSlicing> = {}): Promise<string | undefined> => {
    const command = join(home, 'slicer.sh');
    if (script !== undefined) {
      writeFileSync(command, `#!/bin/sh\n${script}\n`);
      chmodSync(command, 0o755);
    }
    const made = await makerOf({ command: script === undefined ? '/nowhere/slicer' : command, ...more }).make(
      job,
      machine,
      signal,
    );
    return made.ok ? undefined : `${made.refusal.code} ${made.refusal.message}`;
  };
  expect(await codeWith(undefined)).toMatch(/^slicing\/no-slicer /);
  expect(await codeWith('exec tail -f /dev/null', { timeoutSeconds: 1 })).toMatch(/^slicing\/too-long /);
  expect(await codeWith('echo the mesh is odd; exit 3')).toMatch(/^slicing\/failed .*exit code 3.*the mesh is odd/);
  expect(await codeWith('exit 0')).toMatch(/^slicing\/failed /);
  expect(readdirSync(join(home, 'scratch'))).toEqual([]);
});

test('plates that are G-code already are checked all the same', async () => {
  const gcode = 'G28\nM109 S200\nG1 X5 Y5 Z0.2 F900\nG1 X50 E9\nM104 S0\n';
  const maker = makerOf({}, { slicer: 'already-sliced' });
  const made = mustBeOk(await maker.make(await jobOf(Buffer.from(gcode)), machine, signal));
  expect(readFileSync(store.pathOf(made.sha256), 'utf8')).toBe(gcode);
  const danger = await maker.make(await jobOf(Buffer.from(`${gcode}M500\n`)), machine, signal);
  expect(danger).toMatchObject({ refusal: { code: 'gcode/forbidden' } });
  const plate = await maker.make(await jobOf(twoBraces()), machine, signal);
  expect(plate).toMatchObject({ refusal: { code: 'plate/not-gcode' } });
});

const DEFINITION = process.env['CURA_DEFINITION'] ?? '/usr/share/cura/resources/definitions/fdmprinter.def.json';
const hasCura = existsSync(DEFINITION) && existsSync('/usr/bin/CuraEngine');

describe.skipIf(!hasCura)('with CuraEngine', () => {
  const maker = () => makerOf({ cura: { command: 'CuraEngine', definition: DEFINITION } }, { slicer: 'cura-engine' });

  test('a plate becomes checked G-code, its pieces where they stood, by what its designer demands', async () => {
    const job = await jobOf(twoBraces(), { settings: { layerMm: 0.1, infillPercent: 40 } });
    const made = mustBeOk(await maker().make(job, machine, signal));
    const lines = readFileSync(store.pathOf(made.sha256), 'utf8').split('\n');
    const xs = lines.flatMap((line) => /^G1 (?:F\d+ )?X([\d.]+) Y[\d.]+ E/.exec(line)?.[1] ?? []).map(Number);
    expect(xs.some((x) => x > 20 && x < 21)).toBe(true);
    expect(Math.max(...xs)).toBeGreaterThan(137);
    expect(lines.filter((line) => line.startsWith(';LAYER:')).length).toBeGreaterThan(60);
    expect(lines.some((line) => line.startsWith('M109 S215') || line.startsWith('M109 S210'))).toBe(true);
  });

  test('a material that nobody knows how to heat is refused', async () => {
    const refused = await maker().make(await jobOf(twoBraces(), { material: 'UNOBTAINIUM' }), machine, signal);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'slicing/no-profile' } });
  });
});
