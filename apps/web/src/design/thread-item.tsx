// One conversation, whole: what was written, an answer, its end.

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { AnswerOf } from '#contracts/http/define-route';
import { closeThread, type listThreads, removePost, replyToThread } from '#contracts/http/reviews';
import type { PostId } from '#core/kernel/ids';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { AskTwice } from '../parts/ask-twice.js';
import { Badge } from '../parts/badge.js';
import { TextInput } from '../parts/fields.js';
import { showDateTime } from '../parts/format.js';
import { Written } from '../parts/written.js';
import { ProblemNotice } from '../shell/notices.js';
import type { DesignView } from './section-props.js';
import { useMayLookAfter } from './maintainers.js';

type Thread = AnswerOf<typeof listThreads>['threads'][number];
type Post = Thread['posts'][number];

interface ThreadProps {
  readonly thread: Thread;
  readonly design: DesignView;
}

/** With what the person who looks at it may do. */
export function ThreadItem({ thread, design }: ThreadProps) {
  const { id, subject, state, posts } = thread;
  const { account } = useSession();
  const { mayChange } = useMayLookAfter(design);
  const mayClose = account !== null && account !== undefined && (mayChange || posts[0]?.by.id === account.id);
  const put = useThreadWork(design.slug, (next: Thread['state']) =>
    call(closeThread, { params: { threadId: id }, body: { state: next } }),
  );
  return (
    <article className="facts thread" aria-labelledby={`thread-${id}`}>
      <h3 id={`thread-${id}`}>
        {subject} {state === 'closed' ? <Badge>closed</Badge> : null}
      </h3>
      <ol className="plain-list posts">
        {posts.map((post) => (
          <PostItem key={post.id} post={post} slug={design.slug} />
        ))}
      </ol>
      {account && state === 'open' ? <Reply thread={thread} slug={design.slug} /> : null}
      {mayClose ? (
        <Button
          className="button"
          isPending={put.isPending}
          onPress={() => put.mutate(state === 'open' ? 'closed' : 'open')}
        >
          {state === 'open' ? 'Close the conversation' : 'Open it again'}
        </Button>
      ) : null}
      {put.isError ? <ProblemNotice error={put.error} /> : null}
    </article>
  );
}

/** A deed after which the conversations are read again. */
function useThreadWork<T>(slug: string, deed: (input: T) => Promise<unknown>): UseMutationResult<unknown, Error, T> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['threads', slug] }),
  });
}

function PostItem({ post: { id, by, text, at }, slug }: { readonly post: Post; readonly slug: string }) {
  const { account, has } = useSession();
  const remove = useThreadWork(slug, (postId: PostId) => call(removePost, { params: { postId } }));
  const mayRemove = text !== undefined && (account?.id === by.id || has('steward'));
  return (
    <li>
      <p>
        <b>{by.name}</b> <span className="fine">{showDateTime(at)}</span>
      </p>
      {text === undefined ? <p className="fine">What stood here was taken away.</p> : <Written>{text}</Written>}
      {mayRemove ? (
        <AskTwice
          ask="Take it away …"
          confirm="Yes, take it away"
          keep="Leave it"
          isPending={remove.isPending}
          onConfirm={() => remove.mutate(id)}
        />
      ) : null}
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
    </li>
  );
}

function Reply({ thread: { id, subject }, slug }: { readonly thread: Thread; readonly slug: string }) {
  const [text, setText] = useState('');
  const reply = useThreadWork(slug, async (words: string) => {
    await call(replyToThread, { params: { threadId: id }, body: { text: words } });
    setText('');
  });
  return (
    <Form
      className="stack"
      validationErrors={fieldErrors(reply.error)}
      onSubmit={(event) => {
        event.preventDefault();
        reply.mutate(text);
      }}
    >
      <TextInput
        label={`Answer to “${subject}”`}
        name="text"
        value={text}
        onChange={setText}
        maxLength={10_000}
        lines={3}
        isRequired
      />
      {reply.isError ? <ProblemNotice error={reply.error} /> : null}
      <Button type="submit" className="button" isPending={reply.isPending}>
        Answer
      </Button>
    </Form>
  );
}
