// Reads and writes conversations.

import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { threadSchema } from '#contracts/http/reviews';
import type { AccountId, DesignId, PostId, ThreadId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { AccountRow } from '../accounts/account.entity.js';
import { PostRow, ThreadRow } from './thread.entity.js';

export type ThreadView = z.infer<typeof threadSchema>;

@Injectable()
export class ThreadsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** The conversation, and nobody else changes it until the transaction ends. */
  findLocked(id: ThreadId, manager: EntityManager): Promise<ThreadRow | null> {
    return manager.findOne(ThreadRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  findPost(id: PostId, manager: EntityManager): Promise<PostRow | null> {
    return manager.findOneBy(PostRow, { id });
  }

  countPosts(threadId: ThreadId, manager: EntityManager): Promise<number> {
    return manager.countBy(PostRow, { threadId });
  }

  async open(thread: ThreadRow, manager: EntityManager): Promise<void> {
    await manager.insert(ThreadRow, thread);
  }

  async addPost(post: PostRow, manager: EntityManager): Promise<void> {
    await manager.insert(PostRow, post);
    await manager.update(ThreadRow, { id: post.threadId }, { answeredAt: post.postedAt });
  }

  async setState(id: ThreadId, state: ThreadRow['state'], manager: EntityManager): Promise<void> {
    await manager.update(ThreadRow, { id }, { state });
  }

  async removePost(id: PostId, removedBy: AccountId, manager: EntityManager): Promise<void> {
    await manager.update(PostRow, { id }, { removedBy });
  }

  async view(id: ThreadId, manager: EntityManager): Promise<ThreadView> {
    const thread = await manager.findOneByOrFail(ThreadRow, { id });
    return (await this.views([thread], manager))[0]!;
  }

  /**
   * Conversations of a design, the last answered first, after a cursor; and each with its time for the next cursor. At
   * most `limit`, and of long ones as many as have `mostPosts` answers together, but one.
   */
  async list(
    designId: DesignId,
    { limit, mostPosts }: { readonly limit: number; readonly mostPosts: number },
    after: readonly [atMs: number, id: string] | undefined,
  ): Promise<{ threads: { view: ThreadView; answeredAtMs: number }[]; more: boolean }> {
    const { manager } = this.source;
    const query = manager.createQueryBuilder(ThreadRow, 't').where('t.designId = :designId', { designId });
    if (after) query.andWhere('(t.answeredAt, t.id) < (:at, :id)', { at: new Date(after[0]), id: after[1] });
    const found = await query
      .orderBy('t.answeredAt', 'DESC')
      .addOrderBy('t.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    const rows = await this.upToPosts(found.slice(0, limit), mostPosts);
    const views = await this.views(rows, manager);
    const threads = views.map((view, index) => ({ view, answeredAtMs: rows[index]!.answeredAt.getTime() }));
    return { threads, more: rows.length < found.length };
  }

  private async upToPosts(threads: readonly ThreadRow[], mostPosts: number): Promise<ThreadRow[]> {
    const counts = (await this.source.query(
      'select thread_id as id, count(*)::int as count from post where thread_id = any($1) group by thread_id',
      [threads.map(({ id }) => id)],
    )) as { id: ThreadId; count: number }[];
    const countOf = new Map(counts.map(({ id, count }) => [id, count]));
    let posts = 0;
    return threads.filter(({ id }, at) => (posts += countOf.get(id) ?? 0) <= mostPosts || at === 0);
  }

  private async views(threads: readonly ThreadRow[], manager: EntityManager): Promise<ThreadView[]> {
    const posts = await manager.find(PostRow, {
      where: { threadId: In(threads.map(({ id }) => id)) },
      order: { id: 'ASC' },
    });
    const authors = await manager.findBy(AccountRow, { id: In([...new Set(posts.map((post) => post.accountId))]) });
    const names = new Map(authors.map(({ id, name }) => [id, name]));
    return threads.map(({ id, subject, state }) => ({
      id,
      subject,
      state,
      posts: posts
        .filter(({ threadId }) => threadId === id)
        .map((post) => ({
          id: post.id,
          by: { id: post.accountId, name: names.get(post.accountId) ?? '' },
          ...(post.removedBy === null ? { text: post.text } : {}),
          at: post.postedAt.toISOString(),
        })),
    }));
  }
}
