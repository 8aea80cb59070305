// Changes that people suggest to designs they do not look after: told apart from what is there, accepted or refused.

import { Inject, Injectable } from '@nestjs/common';
import type { ChangeView, decideChange } from '#contracts/http/drafts';
import { diffReleases, type ComparedPart } from '#core/design/diff-releases';
import type { ChangeId, DraftId, NewId, ReleaseId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import type { RouteInput } from '#platform/http/route-input';
import { contentsOf } from '../catalogue/announced-files.js';
import { DesignsRepository } from '../catalogue/designs.repository.js';
import { FilesRepository } from '../catalogue/files.repository.js';
import { ReadSources } from '../catalogue/read-sources.js';
import { MeasureParts } from '../catalogue/measure-parts.js';
import { PublishRelease } from '../catalogue/publish-release.js';
import { ReleasesRepository } from '../catalogue/releases.repository.js';
import { noSuchDesign, notYours } from '../catalogue/show-designs.js';
import { understandRelease } from '../catalogue/understand-release.js';
import type { DraftRow, SuggestedChangeRow } from './draft.entity.js';
import { DraftsRepository, type ListedChange } from './drafts.repository.js';
import { noSuchDraft, stale } from './keep-drafts.js';

type Verdict = RouteInput<typeof decideChange>['body'];

@Injectable()
export class DecideChanges {
  @Inject(DraftsRepository) private readonly drafts!: DraftsRepository;
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(DesignsRepository) private readonly designs!: DesignsRepository;
  @Inject(FilesRepository) private readonly files!: FilesRepository;
  @Inject(ReadSources) private readonly sources!: ReadSources;
  @Inject(MeasureParts) private readonly measureParts!: MeasureParts;
  @Inject(PublishRelease) private readonly publishRelease!: PublishRelease;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;

  /** The draft becomes the suggestion; what it would change is measured now, so that it can be judged. */
  async suggest(
    { accountId }: Identity,
    id: DraftId,
    { revision, message }: { readonly revision: number; readonly message: string },
  ): Promise<Result<ChangeView>> {
    const draft = await this.drafts.find(id, accountId);
    if (!draft) return noSuchDraft(id);
    if (draft.revision !== revision) return stale(draft, revision);
    const base = draft.basedOn === null ? undefined : await this.releases.find(draft.basedOn);
    if (!base) {
      return refuse(
        'change/no-base',
        'The draft is not based on a release, so there is nothing that it would change.',
        {
          remedy: 'Start the draft from a release of the design, or publish it as a design of its own.',
        },
      );
    }
    const changed = await this.comparedOf(draft);
    if (!changed.ok) return changed;
    const at = { releaseId: base.view.id, version: base.view.version };
    const diff = { from: at, to: at, ...diffReleases(base.view, changed.value) };
    const changeId = this.newId('change');
    const done = await this.unitOfWork.run(async ({ manager, nowMs }) => {
      if (!(await this.drafts.drop(draft, manager))) return stale(draft, revision);
      const { forkOf: _forkOf, slug: _slug, ...contents } = draft.contents;
      const about = { id: changeId, designId: base.row.designId, basedOn: base.view.id, authorId: accountId, message };
      const undecided = { decidedBy: null, decidedAt: null, reason: null, releaseId: null };
      const change = { ...about, ...undecided, state: 'open' as const, contents, diff, suggestedAt: new Date(nowMs) };
      await this.drafts.addChange(change, manager);
      await this.files.hold(manager, id, []);
      await this.files.hold(manager, changeId, contentsOf(contents.files));
      return ok(undefined);
    });
    return done.ok ? this.read(changeId) : done;
  }

  async list(slug: string): Promise<Result<{ changes: ListedChange[] }>> {
    if (!(await this.designs.find(slug))) return noSuchDesign(slug);
    return ok({ changes: await this.drafts.changesOf(slug) });
  }

  async read(id: ChangeId): Promise<Result<ChangeView>> {
    const change = await this.drafts.readChange(id);
    return change ? ok(change) : noSuchChange(id);
  }

  async decide(account: Identity, id: ChangeId, verdict: Verdict): Promise<Result<ChangeView>> {
    const change = await this.drafts.readChange(id);
    if (!change) return noSuchChange(id);
    const done =
      verdict.verdict === 'accepted'
        ? await this.accept(account, change, verdict.version)
        : await this.close(account, change, verdict);
    return done.ok ? this.read(id) : done;
  }

  private async accept(account: Identity, change: ChangeView, version: string): Promise<Result<unknown>> {
    if (change.state !== 'open') return alreadyDecided(change.id);
    const design = await this.designs.find(change.slug);
    const contents = { ...change.contents, version, changes: change.contents.changes ?? change.message };
    return this.publishRelease
      .handle(
        {
          accountId: account.accountId,
          name: account.name,
          designId: design!.id,
          credits: [change.author.name],
          also: async ({ manager, nowMs }, { id: releaseId }) => {
            // A change that somebody else decided while this one was measured: the release is not written either.
            if ((await this.drafts.findChangeLocked(change.id, manager))?.state !== 'open')
              throw new DecidedMeanwhile();
            await this.decided(change.id, { state: 'accepted', by: account, nowMs, releaseId }, manager);
          },
        },
        contents,
      )
      .catch((error: unknown) => {
        if (error instanceof DecidedMeanwhile) return alreadyDecided(change.id);
        throw error;
      });
  }

  private async close(
    account: Identity,
    { id, slug, author }: ChangeView,
    verdict: Exclude<Verdict, { verdict: 'accepted' }>,
  ) {
    return this.unitOfWork.run(async ({ manager, nowMs }): Promise<Result<undefined>> => {
      const change = await this.drafts.findChangeLocked(id, manager);
      if (change?.state !== 'open') return alreadyDecided(id);
      const isAuthor = author.id === account.accountId;
      const may =
        verdict.verdict === 'taken-back'
          ? isAuthor
          : await this.designs.isMaintainer(change.designId, account.accountId, manager);
      if (!may) return notYours(slug);
      const reason = verdict.verdict === 'refused' ? verdict.reason : undefined;
      await this.decided(id, { state: verdict.verdict, by: account, nowMs, reason }, manager);
      return ok(undefined);
    });
  }

  private decided(
    id: ChangeId,
    { state, by, nowMs, reason, releaseId }: Decision,
    manager: Parameters<DraftsRepository['decide']>[2],
  ): Promise<void> {
    const decision = { state, decidedBy: by.accountId, decidedAt: new Date(nowMs) };
    return this.drafts.decide(id, { ...decision, reason: reason ?? null, releaseId: releaseId ?? null }, manager);
  }

  private async comparedOf({ contents }: DraftRow) {
    const sizes = await this.files.sizesOf(contents.files.map(({ sha256 }) => sha256));
    const sources = await this.sources.handle(contents, sizes);
    if (!sources.ok) return sources;
    const understanding = understandRelease(contents, sources.value);
    if (!understanding.ok) return understanding;
    const parts = await this.measureParts.handle(understanding.value.parts);
    if (!parts.ok) return parts;
    const { title, summary, terms } = understanding.value;
    const compared: readonly ComparedPart[] = parts.value.map(({ view }) => view);
    return ok({ title, summary, license: terms.expression, parts: compared, files: contents.files });
  }
}

interface Decision {
  readonly state: SuggestedChangeRow['state'];
  readonly by: Identity;
  readonly nowMs: number;
  readonly reason?: string | undefined;
  readonly releaseId?: ReleaseId;
}

class DecidedMeanwhile extends Error {
  override readonly name = 'DecidedMeanwhile';
}

const noSuchChange = (id: ChangeId): Result<never> =>
  refuse('change/not-found', `There is no suggested change ${id}.`, { remedy: 'List the changes of the design.' });

const alreadyDecided = (id: ChangeId): Result<never> =>
  refuse('change/decided', `The change ${id} was decided already.`, { remedy: 'Suggest a new one.' });
