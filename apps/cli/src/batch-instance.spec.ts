import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchInstance } from './batch-instance.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-batch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const line = (id: string, arrival: string, due = '40.00h'): string =>
  `  ID: ${id}, Type: ('Low', 'Small'), Arrival time: ${arrival}, Length: 50.00mm, Width: 60.00mm, Height: 90.00mm, Volume: 54000.00mm3, Support: 0.00mm3, Due: ${due}, Price: 400.00CNY, `;
const head = 'Within 36 hours, totally generated 2 parts (including 1 initial parts).,';
const part = { id: 'a', arrivalHours: 0, lengthMm: 50, widthMm: 60, heightMm: 90, volumeMm3: 54_000, dueHours: 40, price: 400 }; // prettier-ignore

describe('playing instances of online batching', () => {
  it('plays the published text: starting at once, each part pays its own set-up', async () => {
    const file = written(
      'two.txt',
      [head, line('P1', '0.00h'), line('P2', '2.50h'), 'Total price:800.00CNY'].join('\n'),
    );
    const answer = await batchInstance(file, 'now');
    // Set-up 1 h, 90 mm at 200 s, 1 h of volume; 400 − 300 − 6 h at 11.6 − 54.
    expect(answer.batches).toEqual([
      { startHours: 0, readyHours: 7, parts: ['P1'], earned: -23.6 },
      { startHours: 7, readyHours: 14, parts: ['P2'], earned: -23.6 },
    ]);
    expect(answer.profit).toBe(-47.2);
    const waited = await batchInstance(file, 'rolling');
    expect(waited.batches.map(({ parts }) => parts)).toEqual([['P1', 'P2']]);
    expect(waited.profit).toBeGreaterThan(300);
  });

  it('plays JSON the same, and names what is larger than the machine', async () => {
    const parts = [part, { ...part, id: 'b', arrivalHours: 2.5 }, { ...part, id: 'c', lengthMm: 201 }];
    const answer = await batchInstance(written('i.json', JSON.stringify({ horizonHours: 36, parts })), 'now');
    expect(answer.profit).toBe(-47.2);
    expect(answer.left).toEqual([{ id: 'c', why: 'larger than the machine' }]);
    const none = await batchInstance(written('n.json', '{"horizonHours": 36, "parts": []}'), 'rolling');
    expect(none).toEqual({ policy: 'rolling', profit: 0, batches: [], left: [] });
  });

  it.each([
    ['a.txt', 'P1', /line 1, horizon/],
    ['b.txt', `${head}\n${line('P1', '0.00h')}\n${line('P2', '-3h')}`, /line 3, Arrival time: “-3h”/],
    ['c.txt', `${head}\n  ID: P1, Arrival time: 0h`, /line 2, Length: It is missing/],
    ['d.txt', `${head}\n${line('P1', '1.00mm')}`, /line 2, Arrival time: “1.00mm”/],
    ['e.txt', `${head}\n${line('P1', '0h')}\n${line('P1', '0h')}`, /line 3, id: “P1” comes twice/],
    ['a.json', '{\n "horizonHours": 36,\n "parts": [\n}', /line [34]/],
    [
      'b.json',
      '{"horizonHours": 36,\n"parts": [\n{"id": "a", "arrivalHours": "0"}]}',
      /line 3, parts\[0\]\.arrivalHours/,
    ],
    ['c.json', '{"horizonHours": 0, "parts": []}', /line 1, horizonHours/],
    ['d.json', '[]', /the whole/],
  ])('names line and field of what is wrong in %s', async (name, text, told) => {
    await expect(batchInstance(written(name, text), 'now')).rejects.toThrow(told);
  });

  it('says which file is not there', async () => {
    await expect(batchInstance(join(folder, 'nowhere.txt'), 'now')).rejects.toThrow(
      /nowhere\.txt: There is no such file/,
    );
  });
});
