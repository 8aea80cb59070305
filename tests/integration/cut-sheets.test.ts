// Flat parts out of drawings: priced by their cuts, laid on a sheet, offered as a drawing of the whole sheet.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { JobAssign, MachinesDescribed, OfferAnswered, OfferMake } from '#contracts/messages/lab-messages';
import { OrderPlaced } from '#contracts/messages/order-messages';
import { AskQuote } from '#contracts/messages/questions';
import { measureOutline } from '#core/geometry/outline/measure-outline';
import { readOutline } from '#core/geometry/outline/read-outline';
import { mustBeOk } from '#core/kernel/result';
import { newId } from '#platform/clock/clock';
import { eventually } from '../support/eventually.js';
import type { PlayedLab } from '../support/played-lab.js';
import { SchedulerStage } from '../support/scheduler-stage.js';

const PANEL = `<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 100 50"><rect width="100" height="50"/></svg>`;
let stage: SchedulerStage;
let lab: PlayedLab;

beforeAll(async () => {
  stage = await SchedulerStage.open();
  lab = await stage.lab(
    'Cutter',
    { lat: 45.77, lon: 4.85 },
    {
      processes: ['laser-cutting'],
      machine: {
        process: 'laser-cutting',
        buildVolumeMm: { x: 600, y: 400, z: 10 },
        loaded: [{ material: 'PLYWOOD-3MM' }],
      },
    },
  );
  await lab.say(MachinesDescribed, { machines: [lab.machine] });
});
afterAll(async () => {
  await lab?.leave();
  await stage?.close();
});

it('makes one sheet of four panels', async () => {
  const cubes = await stage.release();
  const part = {
    ...cubes.parts[0]!,
    name: 'Panel',
    fileName: 'panel.svg',
    fileSha256: await stage.keep(Buffer.from(PANEL)),
    process: 'laser-cutting' as const,
    boxMm: { x: 100, y: 50, z: 0 },
    volumeMm3: 0,
    cut: { lengthMm: 300, contours: 1 },
  };
  const release = { ...cubes, title: 'Panel', parts: [part] };
  const to = { at: { lat: 45.76, lon: 4.84 } };
  const asked = { release, quantity: 4, material: 'PLYWOOD-3MM', to, delivery: 'pickup' as const };
  const { options } = await eventually({
    sample: () => stage.asker.ask(AskQuote, asked),
    satisfied: (answer) => answer.options.length === 1,
    describeFailure: (answer) => `the lab should be an option: ${JSON.stringify(answer?.tally)}`,
  });
  // The set-up, four times 300 mm at 15 mm a second, and a second to begin each.
  expect(options[0]).toMatchObject({ plates: 1, machineSeconds: 300 + 4 * (300 / 15 + 1) });
  const orderId = newId('order');
  const [option] = options;
  const bought = { option: option!, heldMinor: option!.priceMinor, currency: 'EUR' as const, policyVersion: 1 };
  await stage.tell(OrderPlaced, { kind: 'order', id: orderId }, { ...asked, orderId, ...bought });
  const { offerId } = await lab.next(OfferMake);
  await lab.say(OfferAnswered, { offerId, answer: { kind: 'accepted' } });
  const { plate } = await lab.next(JobAssign);
  const { paths } = mustBeOk(readOutline(stage.stored(plate.sha256), 'sheet.svg'));
  expect(paths).toHaveLength(4);
  expect(measureOutline(paths).cutLengthMm).toBeCloseTo(4 * 300, 3);
});
