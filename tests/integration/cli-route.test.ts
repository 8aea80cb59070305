// fabcommons route from files: formats, errors with line and field, and many orders at once.

import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assignment } from '../../apps/cli/src/assign-orders.js';
import { routeOrders } from '../../apps/cli/src/route-orders.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-route-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOW = Date.parse('2026-11-21T08:00:00Z');
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  return path;
};
const lab = (id: string, lon: number, more: object = {}) => ({
  id,
  name: id,
  at: { lat: 45, lon },
  machines: [
    { name: 'Printer', process: 'fdm', buildVolumeMm: { x: 250, y: 210, z: 220 }, loaded: [{ material: 'PLA' }] },
  ],
  ...more,
});
const order = (id: string, more: object = {}) => ({
  id,
  to: { lat: 45, lon: 5 },
  material: 'PLA',
  parts: [{ boxMm: { x: 20, y: 20, z: 20 }, volumeMm3: 8000, areaMm2: 2400 }],
  ...more,
});

interface Answers {
  labs: number;
  wrongLabs: { line: number; field: string }[];
  counts: { orders: number; routed: number; stranded: number; wrong: number };
  answers: {
    order?: string;
    line?: number;
    error?: { code: string; details: { field: string } };
    options?: { labId: string }[];
    toAsk?: unknown[];
    nearestMisses?: { sentence: string }[];
  }[];
}

async function routed(labs: string, orders: string, policy?: string): Promise<Answers> {
  const out = createWriteStream(join(folder, 'out.json'));
  await routeOrders({ labs, orders, policy, nowMs: NOW }, { out, progress: () => {} });
  out.end();
  await finished(out);
  return JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as Answers;
}

describe('fabcommons route', () => {
  it('answers alike from JSON, JSON lines and tables', async () => {
    const labs = [lab('near', 5.1), lab('far', 6)];
    const table =
      'id,lat,lon,process,x_mm,y_mm,z_mm,materials\nnear,45,5.1,fdm,250,210,220,PLA\nfar,45,6,fdm,250,210,220,PLA:red;PLA\n';
    const rows = 'id;lat;lon;material;x_mm;y_mm;z_mm;volume_mm3;area_mm2\na;45;5;PLA;20;20;20;8000;2400\n';
    const answers = [
      await routed(file('labs.json', { labs }), file('orders.json', [order('a')])),
      await routed(file('labs.jsonl', labs.map((one) => JSON.stringify(one)).join('\n')), file('orders.jsonl', `${JSON.stringify(order('a'))}\n\n`)), // prettier-ignore
      await routed(file('labs.csv', table), file('orders.csv', rows)),
    ];
    for (const {
      answers: [answer],
      counts,
    } of answers) {
      expect(answer!.options!.map(({ labId }) => labId)).toEqual(['near', 'far']);
      expect(counts).toMatchObject({ orders: 1, routed: 1, wrong: 0 });
    }
  });

  it('names line and field of what is wrong, and goes on with the rest', async () => {
    const labs = [lab('good', 5.1), { ...lab('nowhere', 5.2), at: undefined }, lab('good', 5.3)];
    const lines = [order('a'), order('b', { deadline: '2020-01-01T00:00:00Z' }), order('c', { weights: { time: -1 } }), order('d', { hue: 1 })]; // prettier-ignore
    const text = `${lines.map((one) => JSON.stringify(one)).join('\n')}\n{"id":\n`;
    const { wrongLabs, answers, counts } = await routed(file('labs.json', labs), file('orders.jsonl', text));
    expect(wrongLabs).toMatchObject([
      { line: 26, field: 'at' },
      { line: 46, field: 'id' },
    ]);
    expect(counts).toMatchObject({ orders: 5, routed: 1, wrong: 4 });
    expect(answers.slice(1).map(({ line, error }) => [line, error!.details.field])).toEqual([
      [2, 'deadline'],
      [3, 'weights.time'],
      [4, 'the whole'],
      [5, 'the whole'],
    ]);
  });

  it('refuses files that are none, and a policy by its field', async () => {
    const [labs, orders] = [file('labs.json', [lab('a', 5)]), file('orders.json', [order('a')])];
    await expect(routed(file('cut.json', '[\n{"id": 1,\n'), orders)).rejects.toThrow(/cut\.json/);
    await expect(routed(labs, file('none.json', { things: [] }))).rejects.toThrow('no list of orders');
    await expect(routed(labs, join(folder, 'missing.jsonl'))).rejects.toThrow('no such file');
    await expect(routed(labs, orders, file('policy.json', { hourMinor: -1 }))).rejects.toThrow('hourMinor');
  });

  it('asks labs that say little, and tells who comes nearest when nobody can', async () => {
    const labs = [lab('bare', 5.1, { machines: [], processes: ['fdm'] }), lab('small', 5.2)];
    const tall = [{ boxMm: { x: 20, y: 20, z: 300 }, volumeMm3: 8000, areaMm2: 2400 }];
    const { answers } = await routed(
      file('labs.json', labs),
      file('orders.json', [order('a'), order('b', { parts: tall })]),
    );
    expect(answers[0]).toMatchObject({ options: [{ labId: 'small' }], toAsk: [{ labId: 'bare' }] });
    expect(answers[1]!.nearestMisses![0]!.sentence).toContain('300 mm in Z');
  });

  it('routes a hundred thousand orders in bounded memory', async () => {
    const labs = Array.from({ length: 40 }, (_, n) =>
      lab(`lab${n}`, (n % 40) / 2, { at: { lat: 40 + n / 40, lon: (n % 40) / 2 } }),
    );
    const orders = join(folder, 'orders.csv');
    const rows = Array.from(
      { length: 100_000 },
      (_, n) => `${n},${40 + (n % 50) / 10},${(n % 200) / 10},PLA,20,20,20,8000,2400`,
    );
    writeFileSync(orders, `id,lat,lon,material,x_mm,y_mm,z_mm,volume_mm3,area_mm2\n${rows.join('\n')}\n`);
    const out = createWriteStream('/dev/null');
    const told: number[] = [];
    const heaps: number[] = [];
    const progress = (done: number): void => {
      told.push(done);
      heaps.push(process.memoryUsage().heapUsed);
    };
    const counts = await routeOrders(
      {
        labs: file('labs.json', labs),
        orders,
        policy: file('one.json', { maxOptions: 1, maxPassedOver: 0 }),
        nowMs: NOW,
      },
      { out, progress },
    );
    expect(counts).toMatchObject({ orders: 100_000, routed: 100_000 });
    expect(told).toHaveLength(10);
    expect(Math.max(...heaps.slice(2))).toBeLessThan(Math.max(...heaps.slice(0, 2)) + 200 * 2 ** 20);
  }, 120_000);

  it('assigns all orders together where the nearest lab has not the hours for all', async () => {
    const labs = file('labs.json', [lab('near', 5), lab('far', 5.5)]);
    const big = { parts: [{ boxMm: { x: 60, y: 60, z: 60 }, volumeMm3: 216_000, areaMm2: 21_600 }] };
    const orders = file('orders.json', [order('a', big), order('b', big), order('c', big)]);
    const { answers } = await routed(labs, orders);
    expect(answers.map(({ options }) => options![0]!.labId)).toEqual(['near', 'near', 'near']);
    const hours =
      (1.5 * Number((answers[0]!.options![0] as unknown as { machineSeconds: number }).machineSeconds)) / 3600;
    const out = createWriteStream(join(folder, 'assigned.json'));
    const assign = { hours, seconds: 0.2 };
    await routeOrders({ labs, orders, nowMs: NOW, assign }, { out, progress: () => {} });
    out.end();
    await finished(out);
    const { assignment } = JSON.parse(readFileSync(join(folder, 'assigned.json'), 'utf8')) as {
      assignment: Assignment;
    };
    expect(assignment.to.map(({ labId }) => labId).sort()).toEqual(['far', 'near']);
    expect(assignment.leftOut).toHaveLength(1);
    expect(assignment.costMinor).toBeGreaterThanOrEqual(assignment.atLeastMinor);
  });
});
