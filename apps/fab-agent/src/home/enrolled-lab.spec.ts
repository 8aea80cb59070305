import { expect, test } from 'vitest';
import type { Machine } from '#core/lab/lab';
import { enrolledLab, type EnrolledCase } from './enrolled-lab.js';
import type { LabFile } from './home-folder.js';

const machineOf = (id: Machine['id'], name: string): Machine => ({
  id,
  name,
  process: 'fdm',
  buildVolumeMm: { x: 200, y: 200, z: 200 },
  bedShape: 'rectangular',
  loaded: [],
});
const [left, right] = [machineOf('mac_1', 'Left'), machineOf('mac_2', 'Right')];
const moonraker = { kind: 'moonraker' as const, url: 'http://10.0.0.7' };
const told: EnrolledCase['told'] = {
  labId: 'lab_1',
  labName: 'Lab',
  networkUrl: 'https://the.network',
  natsUrl: 'tls://the.network',
  machines: [left, right],
};
const enrolled = (change: Partial<EnrolledCase> = {}): LabFile =>
  enrolledLab({ told, driver: undefined, machine: undefined, accept: undefined, pagePort: undefined, before: undefined, ...change }); // prettier-ignore
const driversOf = (lab: LabFile): string[] => lab.machines.map(({ driver }) => driver.kind);

test('what nobody has connected is run by hand', () => expect(driversOf(enrolled())).toEqual(['manual', 'manual']));

test('an address is of the machine that is named, or of the only one', () => {
  expect(driversOf(enrolled({ driver: moonraker, machine: 'RIGHT' }))).toEqual(['manual', 'moonraker']);
  expect(driversOf(enrolled({ driver: moonraker }))).toEqual(['manual', 'manual']);
  expect(driversOf(enrolled({ driver: moonraker, told: { ...told, machines: [left] } }))).toEqual(['moonraker']);
});

test('a lab that enrols anew keeps its connections, its own machines and its settings', () => {
  const own = machineOf('mac_3', 'Own');
  const before: LabFile = {
    ...enrolled({ driver: moonraker, machine: 'left', accept: 'ask', pagePort: 7420 }),
    notify: { webhook: { url: 'https://example.org', secret: 'sixteen letters or more' } },
  };
  before.machines.push({ machine: own, driver: { kind: 'manual' }, clearBed: 'person' });
  const after = enrolled({ before, pagePort: 9000, told: { ...told, natsUrl: 'tls://new.network' } });
  expect(after).toMatchObject({ natsUrl: 'tls://new.network', rules: { accept: 'ask' }, page: { port: 7420 } });
  expect(after.notify).toEqual(before.notify);
  expect(driversOf(after)).toEqual(['moonraker', 'manual', 'manual']);
  expect(after.machines[2]).toMatchObject({ machine: own, clearBed: 'person' });
  expect(enrolled({ before, accept: 'auto' }).rules.accept).toBe('auto');
});

test('another lab takes over nothing', () => {
  const before = enrolled({ driver: moonraker, machine: 'left', accept: 'never', pagePort: 7420 });
  const after = enrolled({ before, told: { ...told, labId: 'lab_2' } });
  expect(after).toEqual({ ...enrolled(), labId: 'lab_2' });
});
