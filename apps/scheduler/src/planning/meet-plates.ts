// Plates for the same material that gather at several labs: parts that are shipped anyway may be made where others wait already.
// What a lab has been asked is not moved, nor what a customer wants to collect at the lab that he chose.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { OrderPlanned } from '#contracts/messages/making-messages';
import { expectedCostMinor, latestStart, type PromisedPortion } from '#core/batch/gathering';
import { layByBoxes, workOf } from '#core/batch/lay-together';
import { meetElsewhere } from '#core/batch/meet-elsewhere';
import { labShareMinor } from '#core/costing/price-plate';
import { estimatesOf } from '#core/costing/plate-work';
import type { BatchId, LabId } from '#core/kernel/ids';
import type { Candidate } from '#core/routing/route';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type Tx, type UnitOfWork } from '#platform/database/unit-of-work';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { Router, type RoutingRequest } from '../quoting/router.js';
import { Gather } from './gather.js';
import { LeaveBatch } from './leave-batch.js';
import type { MakingOrderRow, PortionRow } from './making.entity.js';
import { MakingRepository, type WholeBatch } from './making.repository.js';
import { ReadBatch, type Site } from './read-batch.js';
import { requestOf } from './request-of.js';

/** A plate, with where it is to be made. */
interface Plate {
  readonly whole: WholeBatch;
  readonly site: Site;
}

/** A portion, with the plate on which it is. */
interface Item {
  readonly portion: PortionRow;
  readonly promised: PromisedPortion;
  readonly order: MakingOrderRow;
  readonly plate: number;
}

/** What a move must save at least, minor units: people are told of it. */
const TROUBLE_MINOR = 50;
/** A longer way than this is not worth a plate; if the others leave after all, the commons fund carries it. */
const MOST_WAY_MINOR = 100;
const BUDGET_MS = 200;
const MOST_LOOKS = 2_000;
/** Plates of one kind that are looked at together. */
const MOST_PLATES = 12;

@Injectable()
export class MeetPlates implements RunsRegularly {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(MakingRepository) private readonly making!: MakingRepository;
  @Inject(ReadBatch) private readonly readBatch!: ReadBatch;
  @Inject(Router) private readonly router!: Router;
  @Inject(Gather) private readonly gather!: Gather;
  @Inject(LeaveBatch) private readonly leaveBatch!: LeaveBatch;

  async run(): Promise<void> {
    const { manager } = this.source;
    const kinds = new Map<string, WholeBatch[]>();
    for (const { id } of await this.making.gatheringIds(manager)) {
      const whole = await this.making.whole(manager, id);
      const { settingsKey } = whole.batch;
      kinds.set(settingsKey, [...(kinds.get(settingsKey) ?? []), whole]);
    }
    for (const wholes of kinds.values()) if (wholes.length > 1) await this.meet(wholes.slice(0, MOST_PLATES));
  }

  private async meet(wholes: readonly WholeBatch[]): Promise<void> {
    const plates = wholes.flatMap((whole): Plate[] => {
      const site = this.readBatch.site(whole.batch, this.clock.now());
      return site ? [{ whole, site }] : [];
    });
    const items = await this.itemsOn(plates);
    if (!items.some(mayMove)) return;
    const ways = this.waysOf(plates, items);
    const untilMs = this.clock.now() + BUDGET_MS;
    let looks = 0;
    const met = meetElsewhere(
      {
        plates: plates.length,
        at: items.map(({ plate }) => plate),
        fixed: items.map((item) => !mayMove(item)),
        plateCost: (plate, on) => this.plateCost(plates[plate]!, on.map((item) => items[item]!)), // prettier-ignore
        itemCost: (item, plate) => ways(items[item]!, plate),
      },
      () => looks++ < MOST_LOOKS && this.clock.now() < untilMs,
    );
    for (const [index, item] of items.entries()) {
      const to = met.at[index]!;
      if (to !== item.plate) await this.unitOfWork.run((tx) => this.move(tx, item, plates[to]!.whole));
    }
  }

  private async itemsOn(plates: readonly Plate[]): Promise<Item[]> {
    const items: Item[] = [];
    for (const [plate, { whole }] of plates.entries()) {
      const read = await this.readBatch.portions(this.source.manager, whole);
      const ids = whole.portions.map(({ orderId }) => orderId);
      const orders = await this.making.orders(this.source.manager, ids);
      whole.portions.forEach((portion, index) => {
        items.push({ portion, promised: read[index]!, order: orders.get(portion.orderId)!, plate });
      });
    }
    return items;
  }

  private plateCost({ whole, site }: Plate, on: readonly Item[]): number {
    const portions = on.map(({ promised }) => promised);
    const { policy } = this.router;
    const estimates = estimatesOf(portions.flatMap(({ parts }) => parts), whole.batch.material); // prettier-ignore
    // As it is it lies on its bed, maybe closer than boxes could.
    const asItIs = on.length === whole.portions.length && on.every(({ portion }) => whole.portions.includes(portion));
    if (!asItIs && !layByBoxes(portions, site.machine, policy.gapMm)) return Infinity;
    if (!asItIs && latestStart(portions, workOf(portions, estimates), site) === undefined) return Infinity;
    return expectedCostMinor(portions, { prices: site.prices, policy, estimates });
  }

  /** What it takes to make a portion at a plate's lab; nobody is to pay more there, for the making or for the way. */
  private waysOf(plates: readonly Plate[], items: readonly Item[]): (item: Item, plate: number) => number {
    const known = new Map<string, number>();
    const way = (item: Item, plate: number): number => {
      if (plate === item.plate) return 0;
      const { batch } = plates[plate]!.whole;
      const candidate = this.router.look(requestFor(item, batch.labId))[0];
      if (!candidate || candidate.machineId !== batch.machineId || !costsNoMore(item, candidate)) return Infinity;
      return TROUBLE_MINOR + longerWayMinor(item.order, candidate);
    };
    return (item, plate) => {
      const key = `${items.indexOf(item)} ${plate}`;
      const cost = known.get(key) ?? way(item, plate);
      known.set(key, cost);
      return cost;
    };
  }

  private async move(
    tx: Tx,
    { portion, order: { id } }: Item,
    { batch: { id: toId, machineId } }: WholeBatch,
  ): Promise<void> {
    const before = await Promise.all([portion.batchId, toId].map((batchId) => this.making.whole(tx.manager, batchId)));
    const orders = await this.making.lockAll(tx.manager, before.flatMap(({ portions }) => portions.map(({ orderId }) => orderId))); // prettier-ignore
    for (const each of [before[0]!.batch.machineId, machineId].sort())
      await this.making.lockGathering(tx.manager, each);
    const [from, to] = [
      await this.making.whole(tx.manager, portion.batchId),
      await this.making.whole(tx.manager, toId),
    ];
    const here = from.portions.find(({ orderId }) => orderId === id);
    const order = orders.get(id);
    const isOpen = [from, to].every(({ batch }) => batch.state === 'gathering');
    if (!isOpen || !here || order?.state !== 'making') return;
    const item = { portion: here, order };
    const { decisionId, candidates } = await this.router.decide(requestFor(item, to.batch.labId), tx.manager);
    const candidate = candidates.find((one) => one.machineId === to.batch.machineId && costsNoMore(item, one));
    const plan = candidate?.platePlans[0];
    if (!candidate || !plan || candidate.platePlans.length > 1) return;
    await this.leaveBatch.run(tx, from, id);
    const batch = await this.gather.place(tx, { order, plan, candidate, decisionId, attempt: here.attempt });
    if (batch.id !== to.batch.id) throw new Error(`${id} was to join ${to.batch.id}, and ${batch.id} was made of it`);
    const promisedMinor = here.promisedMinor - longerWayMinor(order, candidate);
    await this.keepPromise(tx, { batchId: batch.id, orderId: id, promisedMinor });
    await tx.tell(
      OrderPlanned,
      { kind: 'order', id },
      {
        orderId: order.placed.orderId,
        decisionId,
        labId: candidate.labId,
        labName: candidate.labName,
        batches: [
          {
            batchId: batch.id as BatchId,
            machineId: candidate.machineId,
            units: here.pieces,
            gathersUntilMs: batch.closeAt.getTime(),
          },
        ],
        instead: [from.batch.id as BatchId],
        readyAtMs: candidate.readyAtMs,
        again: false,
      },
    );
  }

  /** What was promised stays promised: what it costs less there comes back when the plate closes. */
  private async keepPromise(tx: Tx, promise: Pick<PortionRow, 'batchId' | 'orderId' | 'promisedMinor'>): Promise<void> {
    const { portions } = await this.making.whole(tx.manager, promise.batchId);
    const portion = portions.find(({ orderId }) => orderId === promise.orderId)!;
    await this.making.savePortion(tx.manager, Object.assign(portion, promise));
  }
}

const mayMove = ({ order }: Pick<Item, 'order'>): boolean => order.placed.delivery === 'shipping';

/** What carrying the parts costs more than was quoted, minor units: paid out of what sharing saves. */
const longerWayMinor = ({ placed }: MakingOrderRow, { breakdown }: Candidate): number =>
  Math.max(0, breakdown.transport - placed.option.breakdown.transport);

/** The lab asks no more than was promised, and the way is hardly longer. */
const costsNoMore = ({ portion, order }: Pick<Item, 'portion' | 'order'>, candidate: Candidate): boolean =>
  labShareMinor(candidate.breakdown) <= portion.promisedMinor && longerWayMinor(order, candidate) <= MOST_WAY_MINOR;

function requestFor({ portion, order }: Pick<Item, 'portion' | 'order'>, labId: string): RoutingRequest {
  return { ...requestOf(order, portion.pieces, 'order'), only: { labId: labId as LabId } };
}
