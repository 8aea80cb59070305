// Asks the scheduler who can make it, and keeps the answer as it is shown.

import { Inject, Injectable } from '@nestjs/common';
import type { QuoteView, requestQuote } from '#contracts/http/quotes';
import type { ReleaseView } from '#contracts/http/releases';
import { AskQuote } from '#contracts/messages/questions';
import { materialsOf } from '#core/costing/materials';
import type { ReleaseSnapshot } from '#core/design/part';
import type { NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { MINUTE_MS, toIso } from '#core/kernel/time';
import type { Place, QuoteAnswer } from '#core/quote/quote';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import type { RouteInput } from '#platform/http/route-input';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { type Asker, Unanswered } from '#platform/messaging/questions';
import { GatherParts } from '../catalogue/gather-parts.js';
import { ReleasesRepository } from '../catalogue/releases.repository.js';
import { noSuchRelease } from '../catalogue/show-releases.js';
import { NoteDemand } from '../demand/note-demand.js';
import { Gazetteer } from '../labs/gazetteer.js';
import { knownMaterial } from '../labs/list-materials.js';
import { ASKER } from '../labs/live-network.js';
import type { QuotedRelease } from './quote.entity.js';
import { QuotesRepository } from './quotes.repository.js';

const GOOD_FOR_MS = 30 * MINUTE_MS;
const PATIENCE_MS = 10_000;

type Body = RouteInput<typeof requestQuote>['body'];
type Wanted = Body & { readonly material: string };

@Injectable()
export class RequestQuote {
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(GatherParts) private readonly gatherParts!: GatherParts;
  @Inject(QuotesRepository) private readonly quotes!: QuotesRepository;
  @Inject(Gazetteer) private readonly gazetteer!: Gazetteer;
  @Inject(NoteDemand) private readonly demand!: NoteDemand;
  @Inject(ASKER) private readonly asker!: Asker;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(NEW_ID) private readonly newId!: NewId;
  @Inject(LOGGER) private readonly logger!: Logger;

  async handle(body: Body): Promise<Result<QuoteView>> {
    const found = await this.releases.find(body.releaseId);
    if (!found) return noSuchRelease(body.releaseId);
    const refused = refuseMaking(found.view);
    if (refused) return refused;
    const to = await this.placeOf(body.to);
    if (!to.ok) return to;
    const release = await this.gatherParts.handle(found, body.choice);
    if (!release.ok) return release;
    const empty = release.value.parts.find(({ volumeMm3, cut }) => volumeMm3 === 0 && !cut);
    if (empty) return unpriced(empty.name);
    const { process } = release.value.parts[0]!;
    const material = knownMaterial(body.material ?? materialsOf(release.value.parts).get(process)!);
    if (!material.ok) return material;
    const wanted = { ...body, material: material.value };
    const answer = await this.ask(wanted, release.value, to.value);
    if (!answer.ok) return answer;
    await this.demand.note({ ...wanted, release: release.value, to: to.value }, answer.value);
    return ok(await this.keep(wanted, { release: release.value, designerId: found.ownerId }, to.value, answer.value));
  }

  /** With the country, which decides what is at home. */
  private async placeOf(to: Body['to']): Promise<Result<Place>> {
    const found: Result<Place> = 'town' in to ? await this.gazetteer.find(to.town) : ok(to);
    if (!found.ok || found.value.country !== undefined) return found;
    const country = await this.gazetteer.countryAt(found.value.at);
    return ok({ ...found.value, ...(country === undefined ? {} : { country }) });
  }

  private async ask(body: Wanted, release: ReleaseSnapshot, to: Place): Promise<Result<QuoteAnswer>> {
    const { quantity, material, color, delivery, objective, prototypeFirst } = body;
    try {
      const question = { release, quantity, material, color, to, delivery, objective, prototypeFirst };
      return ok(await this.asker.ask(AskQuote, question as never, { withinMs: PATIENCE_MS }));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.logger.warn({ error: error.message }, 'no quote');
      return refuse('quote/unavailable', 'The scheduler does not answer, so nobody can say who could make it.', {
        remedy: 'Try again in a moment.',
      });
    }
  }

  private async keep(body: Wanted, snapshot: QuotedRelease, to: Place, answer: QuoteAnswer): Promise<QuoteView> {
    const nowMs = this.clock.now();
    const { releaseId, quantity, material, color, delivery, choice, prototypeFirst } = body;
    const shown = {
      ...answer,
      id: this.newId('quote'),
      releaseId,
      quantity,
      material,
      delivery,
      to,
      ...(color === undefined ? {} : { color }),
      ...(choice === undefined ? {} : { choice }),
      ...(prototypeFirst === true ? { prototypeFirst } : {}),
      createdAt: toIso(nowMs),
      expiresAt: toIso(nowMs + GOOD_FOR_MS),
    } as QuoteView;
    await this.quotes.add({ id: shown.id, snapshot, shown, expiresAt: new Date(nowMs + GOOD_FOR_MS) });
    return shown;
  }
}

/** A price that nobody has reckoned is not shown. */
const unpriced = (name: string): Result<never> =>
  refuse('quote/unpriced', `“${name}” has neither a volume nor lines that are cut: nobody can say what it costs.`, {
    remedy: 'Ask its designer to publish it again; leave the part out if it is optional.',
  });

/** What is withdrawn is not sold, and what its licence lets nobody make is not made. */
export function refuseMaking({
  id,
  title,
  status,
  license,
  licenseTerms,
}: Pick<ReleaseView, 'id' | 'title' | 'status' | 'license' | 'licenseTerms'>): Result<never> | undefined {
  if (status === 'withdrawn') {
    return refuse('release/withdrawn', `The release ${id} of “${title}” was withdrawn.`, {
      remedy: 'Choose another release.',
    });
  }
  if (licenseTerms.commercial !== 'nobody') return undefined;
  return refuse('license/forbids-making', `“${title}” is under ${license}: ${licenseTerms.reason}`, {
    remedy: 'Ask the designer for another licence, or choose another design.',
  });
}
