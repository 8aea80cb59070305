// Drafts of one person: started, changed, published, suggested to others, thrown away.

import { Inject, Injectable } from '@nestjs/common';
import type { DraftView, startDraft } from '#contracts/http/drafts';
import type { PublishBody, ReleaseView } from '#contracts/http/releases';
import type { DraftId, NewId, ReleaseId } from '#core/kernel/ids';
import { ok, refuse, type Refusal, type Result } from '#core/kernel/result';
import { CLOCK, NEW_ID, type Clock } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { RefusedRequest } from '#platform/http/refused-request';
import type { RouteInput } from '#platform/http/route-input';
import { contentsOf, refuseAbsent } from '../catalogue/announced-files.js';
import { DesignsRepository } from '../catalogue/designs.repository.js';
import { checkPaths } from '../catalogue/file-names.js';
import { FilesRepository } from '../catalogue/files.repository.js';
import { ReadSources } from '../catalogue/read-sources.js';
import { PublishRelease } from '../catalogue/publish-release.js';
import { ReleasesRepository } from '../catalogue/releases.repository.js';
import { noSuchRelease } from '../catalogue/show-releases.js';
import type { DraftRow } from './draft.entity.js';
import { DraftsRepository, MAX_DRAFTS, type ListedDraft } from './drafts.repository.js';
import { ImportArchive } from './import-archive.js';
import { understandDraft } from './understand-draft.js';

type StartBody = RouteInput<typeof startDraft>['body'];

@Injectable()
export class KeepDrafts {
  @Inject(DraftsRepository) private readonly drafts!: DraftsRepository;
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(DesignsRepository) private readonly designs!: DesignsRepository;
  @Inject(FilesRepository) private readonly files!: FilesRepository;
  @Inject(ReadSources) private readonly sources!: ReadSources;
  @Inject(ImportArchive) private readonly archives!: ImportArchive;
  @Inject(PublishRelease) private readonly publishRelease!: PublishRelease;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;
  @Inject(CLOCK) private readonly clock!: Clock;

  async start(account: Identity, body: StartBody): Promise<Result<DraftView>> {
    if (body.from === 'release') return this.startFromRelease(account, body.releaseId);
    const contents: Result<PublishBody> = body.from === 'files' ? ok(body.contents) : await this.archives.handle(body);
    return contents.ok ? this.add(account, contents.value) : contents;
  }

  async list({ accountId }: Identity): Promise<Result<{ drafts: ListedDraft[] }>> {
    return ok({ drafts: await this.drafts.list(accountId) });
  }

  async read({ accountId }: Identity, id: DraftId): Promise<Result<DraftView>> {
    const draft = await this.drafts.find(id, accountId);
    return draft ? ok(draftView(draft)) : noSuchDraft(id);
  }

  async change(account: Identity, id: DraftId, revision: number, contents: PublishBody): Promise<Result<DraftView>> {
    const understood = await this.understand(contents);
    if (!understood.ok) return understood;
    return this.unitOfWork.run(async (tx) => {
      const draft = await this.drafts.find(id, account.accountId, tx.manager);
      if (!draft) return noSuchDraft(id);
      if (draft.revision !== revision) return stale(draft, revision);
      const gone = await this.goneOf(tx, contents);
      if (gone) return gone;
      const changed = { ...understood.value, changedAt: new Date(tx.nowMs) };
      // Of two at once, the later one waits here for the row, and finds another revision.
      if (!(await this.drafts.change({ id, revision }, changed, tx.manager))) return stale(draft, revision);
      await this.files.hold(tx.manager, id, contentsOf(contents.files));
      return ok(draftView(Object.assign(draft, changed, { revision: revision + 1 })));
    });
  }

  async drop({ accountId }: Identity, id: DraftId): Promise<Result<undefined>> {
    return this.unitOfWork.run(async ({ manager }) => {
      const draft = await this.drafts.find(id, accountId, manager);
      if (!draft || !(await this.drafts.drop(draft, manager))) return noSuchDraft(id);
      await this.files.hold(manager, id, []);
      return ok(undefined);
    });
  }

  /** The release is there and the draft is gone, or neither. */
  async publish(account: Identity, id: DraftId, revision: number): Promise<Result<ReleaseView>> {
    const draft = await this.drafts.find(id, account.accountId);
    if (!draft) return noSuchDraft(id);
    if (draft.revision !== revision) return stale(draft, revision);
    const base = draft.basedOn === null ? undefined : await this.releases.find(draft.basedOn);
    const isNextVersion = base !== undefined && draft.contents.forkOf === undefined;
    return this.publishRelease.handle(
      {
        accountId: account.accountId,
        name: account.name,
        ...(isNextVersion ? { designId: base.row.designId } : {}),
        also: async ({ manager }) => {
          // Changed while it was measured: what was read is not what the designer sees, so nothing is published.
          if (!(await this.drafts.drop(draft, manager))) throw new RefusedRequest(changedMeanwhile(id));
          await this.files.hold(manager, id, []);
        },
      },
      draft.contents,
    );
  }

  private async startFromRelease(account: Identity, releaseId: ReleaseId): Promise<Result<DraftView>> {
    const found = await this.releases.find(releaseId);
    if (!found) return noSuchRelease(releaseId);
    const { view, row } = found;
    const isMine = await this.designs.isMaintainer(row.designId, account.accountId);
    return this.add(account, draftOfRelease(view, isMine), releaseId);
  }

  private async add(account: Identity, contents: PublishBody, basedOn?: ReleaseId): Promise<Result<DraftView>> {
    const understood = await this.understand(contents);
    if (!understood.ok) return understood;
    return this.unitOfWork.run(async (tx) => {
      const now = new Date(tx.nowMs);
      const id = this.newId('draft');
      const gone = await this.goneOf(tx, contents);
      if (gone) return gone;
      if ((await this.drafts.countLocked(account.accountId, tx.manager)) >= MAX_DRAFTS) {
        return refuse('draft/too-many', `You have ${MAX_DRAFTS} drafts already.`, {
          remedy: 'Publish some or throw some away.',
        });
      }
      const draft = { id, ownerId: account.accountId, revision: 1, basedOn: basedOn ?? null, createdAt: now };
      const row: DraftRow = { ...draft, ...understood.value, changedAt: now };
      await this.drafts.add(row, tx.manager);
      await this.files.hold(tx.manager, id, contentsOf(contents.files));
      return ok(draftView(row));
    });
  }

  private async understand(contents: PublishBody) {
    const paths = checkPaths(contents.files.map(({ path }) => path));
    if (!paths.ok) return paths;
    const sizes = await this.files.touchUploads(contentsOf(contents.files), new Date(this.clock.now()));
    const absent = refuseAbsent(contents.files, sizes);
    if (absent) return absent;
    // A draft may be without a title and a licence; then a broken manifest is only a remark.
    const sources = await this.sources.handle({ title: '', license: '', ...contents }, sizes);
    return sources.ok ? ok(understandDraft(contents, sources.value)) : sources;
  }

  /** Locks the rows of the files until the end, so that no sweep takes them; a refusal when one has gone meanwhile. */
  private async goneOf(tx: Tx, { files }: PublishBody): Promise<Result<never> | undefined> {
    const there = await this.files.touchUploads(contentsOf(files), new Date(tx.nowMs), tx.manager);
    return refuseAbsent(files, there);
  }
}

/** The contents that would make this release again; of somebody else's design: a fork of it. */
function draftOfRelease(view: ReleaseView, isMine: boolean): PublishBody {
  const { title, summary, license, files, parts, boughtIn, tools, steps, nested } = view;
  const made = new Set(parts.map(({ fileName }) => fileName));
  return {
    title,
    summary: summary === '' ? undefined : summary,
    license,
    files: files.map(({ path, sha256, derivedFrom }) => ({ path, sha256, ...(derivedFrom && { derivedFrom }) })),
    parts: [
      // A file is said once, by the first of its bodies; how often it places them is its own.
      ...parts.flatMap((part) => {
        if ((part.body ?? 0) > 0) return [];
        const ofSeveral = parts.some(({ fileName, body = 0 }) => fileName === part.fileName && body > 0);
        const { unit, process, materials, infillPercent, layerMm, perimeters, supports } = part;
        const { optional, variant, note, license: own } = part;
        const quantity = part.quantity / (part.instances ?? 1);
        const name = ofSeveral ? undefined : part.name;
        const settings = { unit, infillPercent, layerMm, perimeters, supports, optional, variant, note, license: own };
        return { path: part.fileName, name, quantity, process, materials, ...settings };
      }),
      ...files.flatMap(({ path }) =>
        made.has(path) || !/\.(stl|3mf|obj)$/i.test(path) ? [] : [{ path, isPart: false }],
      ),
    ],
    boughtIn,
    tools,
    steps,
    nested: nested.map(({ hash, quantity }) => ({ hash, quantity })),
    ...(isMine ? { slug: view.slug } : { forkOf: view.id }),
  };
}

const draftView = (row: DraftRow): DraftView => ({
  id: row.id,
  revision: row.revision,
  title: row.title,
  contents: row.contents,
  findings: row.findings,
  proposals: row.proposals,
  ...(row.basedOn === null ? {} : { basedOn: row.basedOn }),
  createdAt: row.createdAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
});

export const noSuchDraft = (id: DraftId): Result<never> =>
  refuse('draft/not-found', `You have no draft ${id}.`, { remedy: 'List your drafts.' });

const changedMeanwhile = (id: DraftId): Refusal => ({
  code: 'draft/changed-meanwhile',
  message: `The draft ${id} was changed while it was being published, so it was not published.`,
  remedy: 'Read it again, and publish what you see.',
});

export const stale = ({ id, revision }: Pick<DraftRow, 'id' | 'revision'>, known: number): Result<never> =>
  refuse(
    'draft/changed-meanwhile',
    `The draft ${id} is at revision ${revision}, not ${known}: it was changed meanwhile.`,
    {
      remedy: 'Read it again and repeat your change.',
      details: { revision },
    },
  );
