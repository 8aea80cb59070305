// Public lists of labs as they are: nothing is invented, and names of machines become models only where they are sure.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLabList } from '../../apps/cli/src/import-labs.js';
import { readModels } from '../../apps/cli/src/machine-models.js';
import { modelMatcher } from '../../apps/cli/src/match-models.js';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const MODELS = fileURLToPath(new URL('../../data/machines/machines.csv', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-import-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};

describe('names of machines', () => {
  it('mean a model where letters are alike and figures the same, and otherwise none', async () => {
    const match = modelMatcher(await readModels(MODELS));
    const named = (brand: string, name: string) => match(brand, name)?.model.model;
    expect(named('Ultimaker', 'Ultimaker 2')).toBe('Ultimaker 2');
    expect(named('creality', 'ENDER 3')).toBe('Creality Ender-3');
    expect(named('Makerbot Industries', 'Replicator')).toBe('MakerBotReplicator');
    expect(match('Ultimaker', 'Ultimaker 3 Extended')).toMatchObject({ confidence: 1 });
    for (const [brand, name] of [
      ['Ultimaker', 'Ultimaker 2+'],
      ['Makerbot', 'Replicator 2'],
      ['Ultimaker', 'Ultimaker 9'],
      ['Fractal Works', '3D Printer'],
      ['', ''],
      ['Ultimaker', ''],
    ])
      // prettier-ignore
      expect(named(brand!, name!)).toBeUndefined();
  });
});

describe('documents about one place', () => {
  it('takes of an Open Know-Where facility what it says', async () => {
    const okw = `name: Rotor Works
location:
  gps_coordinates: "47.2, -1.55"
  address: { city: Nantes, country: FR }
manufacturing_processes: [https://en.wikipedia.org/wiki/Laser_cutting, CNC milling, https://en.wikipedia.org/wiki/Weaving]
certifications: [ISO 9001]
equipment:
  - { make: Ultimaker, model: Ultimaker 2 }
  - { make: Nobody, model: Press }
`;
    const { labs, refused, machines } = await readLabList(file('rotor.okw.yml', okw), await readModels(MODELS));
    expect(refused).toEqual([]);
    expect(labs[0]).toMatchObject({
      sourceId: 'rotor.okw.yml',
      draft: {
        name: 'Rotor Works',
        at: { lat: 47.2, lon: -1.55 },
        city: 'Nantes',
        country: 'FR',
        declares: ['laser', 'cnc-milling'],
        certifications: ['ISO 9001'],
      },
    });
    expect(labs[0]!.draft.machines.map(({ name }) => name)).toEqual(['Ultimaker 2']);
    expect(machines.map(({ name, confidence }) => [name, confidence])).toEqual([
      ['Ultimaker Ultimaker 2', 1],
      ['Nobody Press', undefined],
    ]);
  });

  it('takes of SpaceAPI where a space is, and claims no machines', async () => {
    const space = {
      api_compatibility: ['15'],
      space: 'Attic',
      url: 'https://attic.example',
      location: { lat: 52, lon: 13, country_code: 'DE' },
    };
    const { labs } = await readLabList(file('space.json', space), []);
    expect(labs[0]!.draft).toMatchObject({
      name: 'Attic',
      at: { lat: 52, lon: 13 },
      country: 'DE',
      processes: [],
      machines: [],
    });
    expect(labs[0]!.draft.declares).toBeUndefined();
  });

  it('refuses a place without coordinates, and what is nothing of all that', async () => {
    const { refused } = await readLabList(file('space.json', { space: 'Nowhere', url: 'https://nowhere.example' }), []);
    expect(refused).toEqual([
      { row: 1, id: 'https://nowhere.example', reason: expect.stringContaining('at.lat') as string },
    ]);
    await expect(readLabList(file('thing.json', { hello: 1 }), [])).rejects.toThrow('no list of labs');
    await expect(readLabList(file('cut.yml', 'a: [1'), [])).rejects.toThrow('is not YAML');
  });
});

describe.skipIf(!existsSync(DATA))('real lists', () => {
  it('imports 1,800 labs of a table, those with coordinates, and leaves unsaid what they do not say', async () => {
    const { labs, refused } = await readLabList(join(DATA, 'labs_real.csv'), []);
    expect(labs.length + refused.length).toBe(1800);
    expect(refused.every(({ reason }) => /^(at|name|url)/.test(reason))).toBe(true);
    expect(refused.length).toBeLessThan(200);
    expect(labs.filter(({ draft }) => draft.declares !== undefined).length).toBeLessThan(60);
  });

  it('keeps every word of the labs that declare what they can do', async () => {
    const { labs, machines } = await readLabList(join(DATA, 'labs_with_capabilities.json'), await readModels(MODELS));
    expect(labs).toHaveLength(1424);
    expect(labs.filter(({ draft }) => (draft.declares ?? []).length > 0)).toHaveLength(671);
    const sure = machines.filter(({ confidence = 0 }) => confidence >= 0.75);
    expect(sure.length).toBeGreaterThan(10);
  });

  it('puts machines of one list together by the lab they stand in', async () => {
    const { labs, machines } = await readLabList(join(DATA, 'lab_machines.json'), await readModels(MODELS));
    expect(machines.reduce((sum, { times }) => sum + times, 0)).toBe(1543);
    const placed = labs.reduce((sum, { draft }) => sum + draft.machines.length, 0);
    expect(placed).toBeGreaterThan(150);
    expect(labs.every(({ draft }) => draft.processes.length === 0)).toBe(true);
  });

  it('reads every real facility file, and lists none that does not say where it is', async () => {
    for (const name of readdirSync(join(DATA, 'okw_facilities'))) {
      const { labs, refused } = await readLabList(join(DATA, 'okw_facilities', name), []);
      expect([name, labs.length, refused.length]).toEqual([name, 0, 1]);
    }
  });
});
