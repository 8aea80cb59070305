// One way to a decision for quotes, orders and what is missing of them: the picture in, the core decides, the decision kept.

import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReleaseSnapshot } from '#core/design/part';
import type { PartCount } from '#core/costing/plate-work';
import type { DecisionId, LabId, NewId } from '#core/kernel/ids';
import { mustBeOk } from '#core/kernel/result';
import { judgeLicense } from '#core/licensing/judge-license';
import type { Delivery, Place, QuoteAnswer } from '#core/quote/quote';
import { FIRST_POLICY, type RoutingPolicy } from '#core/routing/policy';
import { route, type Candidate } from '#core/routing/route';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { NetworkPicture } from '../network/network-picture.js';
import { DecisionRow } from './decision.entity.js';

/** What is to be made, and for where. */
export interface RoutingRequest {
  readonly kind: DecisionRow['kind'];
  readonly release: ReleaseSnapshot;
  readonly counts: readonly PartCount[];
  readonly material: string;
  readonly color?: string | undefined;
  readonly to: Place;
  readonly delivery: Delivery;
  readonly refused?: ReadonlyMap<LabId, string>;
  /** Consider this lab alone. */
  readonly onlyLabId?: LabId | undefined;
}

export interface Decided {
  readonly decisionId: DecisionId;
  readonly candidates: readonly Candidate[];
  readonly answer: QuoteAnswer;
}

@Injectable()
export class Router {
  readonly policy: RoutingPolicy = FIRST_POLICY;

  constructor(
    @Inject(NetworkPicture) private readonly picture: NetworkPicture,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NEW_ID) private readonly newId: NewId,
    @Inject(DATA_SOURCE) private readonly source: DataSource,
  ) {}

  /** Decides and keeps the decision, in the caller's transaction if there is one. */
  async decide(request: RoutingRequest, manager: EntityManager = this.source.manager): Promise<Decided> {
    const { release, counts, material, color, to, delivery, refused, onlyLabId } = request;
    const all = this.picture.all();
    const where =
      onlyLabId === undefined
        ? { labs: all, index: this.picture.index() }
        : { labs: all.filter(({ profile }) => profile.id === onlyLabId) };
    const nowMs = this.clock.now();
    const used = release.parts.filter((part) => counts.some(({ partId }) => partId === part.id));
    const routing = route({
      requirement: { parts: used, material, color, delivery, terms: mustBeOk(judgeLicense(release.license)) },
      counts,
      to,
      ...where,
      policy: this.policy,
      nowMs,
      ...(refused === undefined ? {} : { refused }),
    });
    const decisionId = this.newId('decision');
    const { candidates, ...explained } = routing;
    const options = candidates.map(({ platePlans, ...option }) => ({
      ...option,
      id: this.newId('option'),
      plates: platePlans.length,
    }));
    const answer: QuoteAnswer = { decisionId, options, ...explained };
    await manager.insert(DecisionRow, {
      id: decisionId,
      kind: request.kind,
      decidedAt: new Date(nowMs),
      policyVersion: this.policy.version,
      inputsSha256: this.hashOf(request, nowMs),
      request: { ...request, refused: refused && [...refused] } as never,
      answer: answer as never,
    });
    return { decisionId, candidates, answer };
  }

  private hashOf(request: RoutingRequest, nowMs: number): string {
    const inputs = JSON.stringify([
      request,
      [...(request.refused ?? [])],
      nowMs,
      this.policy,
      this.picture.fingerprint(),
    ]);
    return createHash('sha256').update(inputs).digest('hex');
  }
}
