// What the network cannot make yet, over HTTP.

import { Controller, Inject } from '@nestjs/common';
import { listUnmetDemand, type UnmetDemandView } from '#contracts/http/demand';
import type { LatLon } from '#core/kernel/geo';
import { ok } from '#core/kernel/result';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { Gazetteer } from '../labs/gazetteer.js';
import { type CountedDemand, DemandRepository } from './demand.repository.js';
import { dayOf } from './note-demand.js';

/** What was asked for longer ago may be met by now. */
const LOOKED_BACK_MS = 90 * DAY_MS;
/** A region is named by the largest of the towns around its middle. */
const TOWNS = 12;
const TOWN_WITHIN_KM = 60;

@Controller()
export class DemandController {
  @Inject(DemandRepository) private readonly demand!: DemandRepository;
  @Inject(Gazetteer) private readonly gazetteer!: Gazetteer;
  @Inject(CLOCK) private readonly clock!: Clock;

  @Route(listUnmetDemand)
  async list(@Input() { query }: RouteInput<typeof listUnmetDemand>) {
    const sinceDay = dayOf(this.clock.now() - LOOKED_BACK_MS);
    const counted = await this.demand.list({ ...query, sinceDay });
    return ok({ demand: await Promise.all(counted.map((one) => this.view(one))), sinceDay });
  }

  private async view({ region, processes, ...counted }: CountedDemand): Promise<UnmetDemandView> {
    return { ...counted, processes: [...processes], region: { at: region, ...(await this.townOf(region)) } };
  }

  private async townOf(at: LatLon): Promise<{ town?: string; country?: string }> {
    const near = (await this.gazetteer.near(at, TOWNS)).filter(({ km }) => km <= TOWN_WITHIN_KM);
    const [largest] = near.toSorted((a, b) => b.population - a.population);
    return largest ? { town: largest.name, country: largest.country } : {};
  }
}
