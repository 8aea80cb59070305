// Labs, enrolment, places and materials over HTTP.

import { Controller, Inject } from '@nestjs/common';
import * as routes from '#contracts/http/labs';
import { ok, refuse, type Result } from '#core/kernel/result';
import { Input, type RouteInput } from '#platform/http/route-input';
import { Route } from '#platform/http/route';
import { EnrolAgent } from './enrol-agent.js';
import { Gazetteer } from './gazetteer.js';
import { ImportLabs } from './import-labs.js';
import { KeepLab } from './keep-lab.js';
import { ListMaterials } from './list-materials.js';
import type { LabRow } from './lab.entity.js';
import { ShowLabs } from './show-labs.js';

@Controller()
export class LabsController {
  @Inject(ShowLabs) private readonly show!: ShowLabs;
  @Inject(KeepLab) private readonly keep!: KeepLab;
  @Inject(ImportLabs) private readonly importing!: ImportLabs;
  @Inject(EnrolAgent) private readonly enrolment!: EnrolAgent;
  @Inject(Gazetteer) private readonly gazetteer!: Gazetteer;
  @Inject(ListMaterials) private readonly materials!: ListMaterials;

  @Route(routes.listLabs)
  listLabs(@Input() { query }: RouteInput<typeof routes.listLabs>) {
    const { lat, lon, q: words, limit } = query;
    if ((lat === undefined) !== (lon === undefined))
      return refuse('request/invalid', 'A point needs both lat and lon.', { remedy: 'Give both, or neither.' });
    const near = lat === undefined || lon === undefined ? undefined : { lat, lon };
    return this.show.list({ near, words, limit });
  }

  @Route(routes.readLab)
  readLab(@Input() { params }: RouteInput<typeof routes.readLab>) {
    return this.show.read(params.labId);
  }

  @Route(routes.addLab)
  async addLab(@Input() { account, body }: RouteInput<typeof routes.addLab>) {
    return this.shown(await this.keep.add(account, body));
  }

  @Route(routes.changeLab)
  async changeLab(@Input() { account, params, body }: RouteInput<typeof routes.changeLab>) {
    return this.shown(await this.keep.change(account, params.labId, body));
  }

  @Route(routes.importLabs)
  importLabs(@Input() { body }: RouteInput<typeof routes.importLabs>) {
    return this.importing.handle(body.labs);
  }

  @Route(routes.openEnrolment)
  openEnrolment(@Input() { account, params }: RouteInput<typeof routes.openEnrolment>) {
    return this.enrolment.open(account, params.labId);
  }

  @Route(routes.redeemEnrolment)
  redeemEnrolment(@Input() { body }: RouteInput<typeof routes.redeemEnrolment>) {
    return this.enrolment.redeem(body.code);
  }

  @Route(routes.revokeAgents)
  revokeAgents(@Input() { account, params }: RouteInput<typeof routes.revokeAgents>) {
    return this.enrolment.revoke(account, params.labId);
  }

  @Route(routes.sayBack)
  sayBack(@Input() { account, params }: RouteInput<typeof routes.sayBack>) {
    return this.keep.sayBack(account, params.labId);
  }

  @Route(routes.listPlaces)
  async listPlaces(@Input() { query }: RouteInput<typeof routes.listPlaces>) {
    return ok({ places: await this.gazetteer.startingWith(query.q, query.limit) });
  }

  @Route(routes.listMaterials)
  listMaterials() {
    return this.materials.handle();
  }

  private async shown(kept: Result<LabRow>) {
    return kept.ok ? ok(await this.show.view(kept.value)) : kept;
  }
}
