// One way to a decision for quotes, orders and what is missing of them: the picture in, the core decides, the decision
// kept with everything it was made from.

import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ReleaseSnapshot } from '#core/design/part';
import type { DecisionId, LabId, MachineId, NewId } from '#core/kernel/ids';
import type { QuoteAnswer } from '#core/quote/quote';
import {
  type DecisionInputs,
  type DecisionManifest,
  type DecisionRequest,
  type Given,
  ROUTING_CODE,
  explain,
  routingInputOf,
} from '#core/quote/decide-again';
import { FIRST_POLICY, type RoutingPolicy } from '#core/routing/policy';
import { route, type Candidate } from '#core/routing/route';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { NetworkPicture } from '../network/network-picture.js';
import type { DecisionRow } from './decision.entity.js';
import { DecisionsRepository, type Input, inputOf } from './decisions.repository.js';
import { keepLabs, type KeptLabs, type Seen } from './labs-kept.js';
import { LatelyGiven } from './lately-given.js';

/** What is to be made, and for where. */
export interface RoutingRequest extends DecisionRequest {
  readonly kind: DecisionRow['kind'];
  readonly release: ReleaseSnapshot;
  readonly refused?: ReadonlyMap<LabId, string>;
  /** Consider this lab alone, or this machine of it. */
  readonly only?: { readonly labId: LabId; readonly machineId?: MachineId | undefined } | undefined;
  /** Machines where plates gather that these pieces could join. */
  readonly sharing?: DecisionInputs['sharing'];
}

export interface Decided {
  readonly decisionId: DecisionId;
  readonly candidates: readonly Candidate[];
  readonly answer: QuoteAnswer;
}

@Injectable()
export class Router {
  readonly policy: RoutingPolicy = FIRST_POLICY;
  private readonly keptPolicy = inputOf(JSON.stringify(this.policy));

  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(LatelyGiven) private readonly lately!: LatelyGiven;
  @Inject(DecisionsRepository) private readonly decisions!: DecisionsRepository;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(NEW_ID) private readonly newId!: NewId;

  /** Decides and keeps the decision, in the caller's transaction if there is one. */
  async decide(request: RoutingRequest, manager?: EntityManager): Promise<Decided> {
    const seen = this.see(request.only);
    const inputs = this.inputsOf(request, seen);
    const routing = route(routingInputOf(inputs, seen.index));
    const explained = explain(routing, inputs);
    const options = explained.options.map((option) => ({ ...option, id: this.newId('option') }));
    const decisionId = this.newId('decision');
    const answer: QuoteAnswer = { decisionId, ...explained, options };
    await this.keep({ id: decisionId, kind: request.kind, answer }, { inputs, seen }, manager);
    return { decisionId, candidates: routing.candidates, answer };
  }

  /** The candidates alone, for whoever only looks: nothing is kept. */
  look(request: RoutingRequest): readonly Candidate[] {
    const seen = this.see(request.only);
    return route(routingInputOf(this.inputsOf(request, seen), seen.index)).candidates;
  }

  private see(only: RoutingRequest['only']): Seen {
    const all = this.picture.all();
    if (only === undefined) return { labs: all, index: this.picture.index() };
    const { labId, machineId } = only;
    const theirs = all.filter(({ profile }) => profile.id === labId);
    if (machineId === undefined) return { labs: theirs, index: undefined };
    const labs = theirs.map((lab) => ({ ...lab, machines: lab.machines.filter(({ id }) => id === machineId) }));
    return { labs, index: undefined };
  }

  private inputsOf(request: RoutingRequest, { labs }: Seen): DecisionInputs {
    const { release, refused, sharing, ...asked } = request;
    const { byLab, sum } = this.lately;
    return {
      nowMs: this.clock.now(),
      request: requestIn(asked),
      refused: [...(refused ?? [])],
      given: byLab && { of: [...byLab], all: { given: sum, labs: this.picture.all().length } },
      sharing,
      release,
      policy: this.policy,
      labs,
    };
  }

  private keep(
    { id, kind, answer }: Pick<DecisionRow, 'id' | 'kind' | 'answer'>,
    { inputs, seen }: { inputs: DecisionInputs; seen: Seen },
    manager: EntityManager | undefined,
  ): Promise<void> {
    const { nowMs, request, refused, given, sharing } = inputs;
    const kept = keepLabs(seen, request.to.at, answer.labsConsidered);
    const release = inputOf(JSON.stringify(inputs.release));
    const manifest: DecisionManifest = {
      code: ROUTING_CODE,
      nowMs,
      request,
      refused,
      given: given && ofTheseLabs(given, kept),
      sharing,
      release: release.sha256,
      policy: this.keptPolicy.sha256,
      labs: kept.pages.map(({ sha256 }) => sha256),
    };
    const { json, sha256 } = inputOf(JSON.stringify(manifest));
    const all: readonly Input[] = [release, this.keptPolicy, ...kept.pages];
    const row: DecisionRow = {
      id,
      kind,
      decidedAt: new Date(nowMs),
      policyVersion: this.policy.version,
      inputsSha256: sha256,
      manifest: json,
      inputs: all.map((each) => each.sha256),
      answer,
    };
    return this.decisions.keep(row, all, manager);
  }
}

/** What is kept of a request: nothing that is told elsewhere. */
const requestIn = (asked: DecisionRequest): DecisionRequest => {
  const { counts, material, color, to, delivery, objective, weights, prototypeFirst } = asked;
  return { counts, material, color, to, delivery, objective, weights, prototypeFirst };
};

/** What other labs were given counts in the sum only. */
function ofTheseLabs(given: Given, { labs }: KeptLabs): Given {
  const ids = new Set(labs.map(({ profile }) => profile.id));
  return { ...given, of: given.of.filter(([labId]) => ids.has(labId)) };
}
