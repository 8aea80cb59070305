// Conversations about designs: begun by any member, closed by who began them or looks after the design.

import { Inject, Injectable } from '@nestjs/common';
import type { AnswerOf } from '#contracts/http/define-route';
import type { listThreads } from '#contracts/http/reviews';
import type { NewId, PostId, ThreadId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { DesignsRepository } from '../catalogue/designs.repository.js';
import { readTimeCursor, writeCursor } from '../catalogue/search-designs.js';
import { noSuchDesign } from '../catalogue/show-designs.js';
import { ThreadsRepository, type ThreadView } from './threads.repository.js';

const PAGE = 20;
/** A conversation is shown whole. */
const MAX_POSTS = 500;

@Injectable()
export class HoldConversations {
  constructor(
    @Inject(ThreadsRepository) private readonly threads: ThreadsRepository,
    @Inject(DesignsRepository) private readonly designs: DesignsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async list(slug: string, cursor: string | undefined): Promise<Result<AnswerOf<typeof listThreads>>> {
    const design = await this.designs.find(slug);
    if (!design) return noSuchDesign(slug);
    const after = cursor === undefined ? undefined : readTimeCursor(cursor);
    if (cursor !== undefined && !after)
      return refuse('request/invalid', 'The cursor is not one of ours.', { remedy: 'Begin without a cursor.' });
    const { threads: shown, more } = await this.threads.list(design.id, { limit: PAGE, mostPosts: MAX_POSTS }, after);
    const last = more ? shown.at(-1) : undefined;
    return ok({
      threads: shown.map(({ view }) => view),
      ...(last ? { nextCursor: writeCursor([last.answeredAtMs, last.view.id]) } : {}),
    });
  }

  async open(account: Identity, slug: string, begun: { subject: string; text: string }): Promise<Result<ThreadView>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      const design = await this.designs.find(slug, manager);
      if (!design) return noSuchDesign(slug);
      const id = this.newId('thread');
      const at = new Date(nowMs);
      const { subject, text } = begun;
      const thread = { id, designId: design.id, subject, state: 'open' as const, openedBy: account.accountId };
      await this.threads.open({ ...thread, answeredAt: at }, manager);
      const post = { id: this.newId('post'), threadId: id, accountId: account.accountId, text, postedAt: at };
      await this.threads.addPost({ ...post, removedBy: null }, manager);
      return ok(await this.threads.view(id, manager));
    });
  }

  async reply(account: Identity, id: ThreadId, text: string): Promise<Result<ThreadView>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      const thread = await this.threads.findLocked(id, manager);
      if (!thread) return noSuchThread(id);
      if (thread.state === 'closed') return closed('was closed');
      if ((await this.threads.countPosts(id, manager)) >= MAX_POSTS) return closed(`has ${MAX_POSTS} answers`);
      const post = { id: this.newId('post'), threadId: id, accountId: account.accountId, text };
      await this.threads.addPost({ ...post, postedAt: new Date(nowMs), removedBy: null }, manager);
      return ok(await this.threads.view(id, manager));
    });
  }

  async setState(account: Identity, id: ThreadId, state: 'open' | 'closed'): Promise<Result<ThreadView>> {
    return this.unitOfWork.run(async ({ manager }) => {
      const thread = await this.threads.findLocked(id, manager);
      if (!thread) return noSuchThread(id);
      const may =
        thread.openedBy === account.accountId ||
        hasRole(account, 'steward') ||
        (await this.designs.isMaintainer(thread.designId, account.accountId, manager));
      if (!may) {
        return refuse('auth/forbidden', 'You neither began this conversation nor look after the design.', {
          remedy: 'Ask a maintainer of the design.',
        });
      }
      await this.threads.setState(id, state, manager);
      return ok(await this.threads.view(id, manager));
    });
  }

  async removePost(account: Identity, id: PostId): Promise<Result<ThreadView>> {
    return this.unitOfWork.run(async ({ manager }) => {
      const post = await this.threads.findPost(id, manager);
      if (!post)
        return refuse('post/not-found', `There is no answer ${id}.`, { remedy: 'Read the conversation again.' });
      if (post.accountId !== account.accountId && !hasRole(account, 'steward')) {
        return refuse('auth/forbidden', 'Somebody else wrote this.', { remedy: 'Ask a steward.' });
      }
      await this.threads.removePost(id, account.accountId, manager);
      return ok(await this.threads.view(post.threadId, manager));
    });
  }
}

const noSuchThread = (id: ThreadId): Result<never> =>
  refuse('thread/not-found', `There is no conversation ${id}.`, { remedy: 'List those of the design.' });

const closed = (why: string): Result<never> =>
  refuse('thread/closed', `The conversation ${why}.`, { remedy: 'Begin a new one.' });
