// The main job, end to end, on separate processes with real Postgres and NATS; only the machines' time runs faster.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { placeOrder, type OrderView } from '#contracts/http/orders';
import { handOver, ship } from '#contracts/http/lab-work';
import { quoteRequestSchema, requestQuote, type QuoteView } from '#contracts/http/quotes';
import { orderLedger } from '#contracts/http/ledger';
import type { LatLon } from '#core/kernel/geo';
import type { LabId } from '#core/kernel/ids';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { readModels, SHIPPED_MODELS } from '../../apps/cli/src/machine-models.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { ENDED, followOrder } from '../../apps/cli/src/watch-order.js';
import type { Network } from '../network/network.js';
import { demoMember, stewardOf } from './members.js';
import { nobodyReport, reportOf, type Report } from './report.js';
import { enrolReal, type RealMachine } from './real-machine.js';
import { enrolSimulated, listed, LOADED_MATERIALS, nearestWith, untilLive } from './simulated-labs.js';

export interface DemoChoices {
  readonly design: string;
  readonly license?: string | undefined;
  readonly to: LatLon;
  readonly quantity: number;
  readonly material: string;
  readonly labs: string;
  readonly failFirst: boolean;
  readonly agents: number;
  readonly withinMs: number;
  /** The only machine there is; undefined: simulated ones. */
  readonly machine: RealMachine | undefined;
}

/** Machine time against ours: ten hours in two seconds. */
const SPEED = 20_000;
/** Farther than this nobody collects: it is sent. */
const COLLECT_WITHIN_KM = 60;

/** Runs the journey on a network that has just been started; `say` tells each step. */
export async function runDemo(network: Network, choices: DemoChoices, say: (line: string) => void): Promise<Report> {
  const clock = stopwatch();
  const steward = stewardOf(network.urls.web, network.folder.programSecrets);
  const member = await demoMember(network.urls.web, {
    root: network.folder.root,
    secrets: network.folder.programSecrets,
  });
  const homes = await clock.time('labsMs', () => bringLabs(network, steward, choices));
  say(`${homes.size} labs have an agent`);
  const release = await clock.time('publishMs', () =>
    publishFolder(member, choices.design, choices.license === undefined ? {} : { license: choices.license }),
  );
  say(`${release.title} ${release.version} is published (${release.parts.length} parts, ${release.license})`);
  const quote = await clock.time('quoteMs', () => askQuote(member, release.id, choices));
  const [option] = quote.options;
  if (option === undefined) return nobodyReport(release, quote, clock.timings());
  say(`${option.labName} is the closest that can: ${option.distanceKm.toFixed(1)} km`);
  if (choices.failFirst) await letFail(network, option.labId, homes, member);
  const placed = await clock.time('orderMs', () =>
    callRoute(member, placeOrder, {
      body: { quoteId: quote.id, optionId: option.id },
      headers: { 'idempotency-key': quote.id },
    }),
  );
  const signal = AbortSignal.timeout(choices.withinMs);
  const order = await clock.time('makeAndSettleMs', () => untilSettled(placed, { member, steward, signal, say }));
  const ledger = await callRoute(member, orderLedger, { params: { orderId: order.id } });
  return reportOf(release, quote, order, { ledger, timings: { ...clock.timings(), ...fromTimeline(order) } });
}

async function bringLabs(
  network: Network,
  steward: Connection,
  { labs, to, agents, machine, material }: DemoChoices,
): Promise<Map<LabId, string>> {
  const list = await readLabList(labs, await readModels(SHIPPED_MODELS));
  const { labIds } = await sendLabs(steward, list.labs);
  const homes = new Map<LabId, string>();
  const chosen = nearestWith('fdm', listed(list.labs, labIds), to, agents);
  await Promise.all(
    chosen.map(
      async (lab) =>
        void homes.set(
          lab.labId,
          await (machine
            ? enrolReal(network, steward, lab, { machine, material })
            : enrolSimulated(network, steward, lab, { materials: LOADED_MATERIALS, speed: SPEED })),
        ),
    ),
  );
  for (const [labId, home] of homes) await network.startAgent(labId, [home]);
  await untilLive(steward, [...homes.keys()]);
  return homes;
}

function askQuote(
  member: Connection,
  releaseId: QuoteView['releaseId'],
  { quantity, material, to }: DemoChoices,
): Promise<QuoteView> {
  const ask = (delivery: 'pickup' | 'shipping') =>
    callRoute(member, requestQuote, {
      body: quoteRequestSchema.parse({ releaseId, quantity, material, delivery, to: { at: to } }),
    });
  return ask('pickup').then((quote) =>
    (quote.options[0]?.distanceKm ?? 0) > COLLECT_WITHIN_KM ? ask('shipping') : quote,
  );
}

/** Tells the first lab's machines to fail half-way, once: as a person would pull the plug. */
async function letFail(
  network: Network,
  labId: LabId,
  homes: ReadonlyMap<LabId, string>,
  member: Connection,
): Promise<void> {
  const path = join(homes.get(labId)!, 'lab.json');
  const lab = JSON.parse(readFileSync(path, 'utf8')) as { machines: { driver: Record<string, unknown> }[] };
  for (const machine of lab.machines) machine.driver = { ...machine.driver, failAt: 50, failFirstJobs: 1 };
  writeFileSync(path, JSON.stringify(lab, null, 2), { mode: 0o600 });
  await network.processes.agents.get(labId)!.restart();
  await untilLive(member, [labId]);
}

interface Settling {
  readonly member: Connection;
  readonly steward: Connection;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Follows the order; collects or sends each shipment as soon as it is ready. */
async function untilSettled(placed: OrderView, { member, steward, signal, say }: Settling): Promise<OrderView> {
  const told = new Set<string>();
  const tellOnce = ({ id, event, text }: OrderView['timeline'][number]): void => {
    if (event !== 'job.progressed' && !told.has(id)) say(text);
    told.add(id);
  };
  for (;;) {
    const order = await followOrder(member, placed.id, {
      until: ({ state, shipments }) =>
        ENDED.includes(state) || shipments.some((shipment) => shipment.state === 'ready' && !told.has(shipment.id)),
      onEntry: tellOnce,
      signal,
    });
    if (ENDED.includes(order.state)) return order;
    for (const { id, state, delivery, pickupCode } of order.shipments) {
      if (state !== 'ready' || told.has(id)) continue;
      told.add(id);
      const params = { shipmentId: id };
      if (delivery === 'pickup') await callRoute(steward, handOver, { params, body: { code: pickupCode! } });
      else await callRoute(steward, ship, { params, body: { carrier: 'Cargo bike', tracking: id.slice(-8) } });
    }
  }
}

function stopwatch() {
  const timings: Record<string, number> = {};
  return {
    timings: () => timings,
    time: async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await work();
      timings[name] = Math.round(performance.now() - start);
      return result;
    },
  };
}

/** Spans that the timeline itself tells. */
function fromTimeline({ timeline }: OrderView): Record<string, number> {
  const at = (event: string): number | undefined => {
    const entry = timeline.find((one) => one.event === event);
    return entry && Date.parse(entry.at);
  };
  const placed = at('order.placed') ?? Number.NaN;
  const span = (event: string): number => Math.round((at(event) ?? Number.NaN) - placed);
  return { orderToOfferMs: span('offer.made'), orderToStartMs: span('job.started') };
}
