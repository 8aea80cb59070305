// Conversations about a design: read by all, written by members.

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { listThreads, openThread } from '#contracts/http/reviews';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { TextInput } from '../parts/fields.js';
import { MoreButton } from '../parts/more-button.js';
import { Answer, EmptyNotice, ProblemNotice } from '../shell/notices.js';
import { SignInNote } from '../shell/sign-in-note.js';
import type { SectionProps } from './section-props.js';
import { ThreadItem } from './thread-item.js';

/** Section `conversations`. */
export function ThreadsSection({ design }: SectionProps) {
  const { slug } = design;
  const { account } = useSession();
  const threads = useInfiniteQuery({
    queryKey: ['threads', slug],
    queryFn: ({ pageParam, signal }) =>
      call(listThreads, { params: { slug }, query: pageParam === '' ? {} : { cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-labelledby="threads-heading">
      <h2 id="threads-heading">Conversations</h2>
      {account === null ? <SignInNote what="write" /> : null}
      {account ? <NewThread slug={slug} /> : null}
      <Answer query={threads} what="the conversations" heightRem={20}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.threads);
          if (found.length === 0) return <EmptyNotice title="Nobody has begun a conversation yet." />;
          return (
            <>
              {found.map((thread) => (
                <ThreadItem key={thread.id} thread={thread} design={design} />
              ))}
              <MoreButton query={threads} what="conversations" />
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function NewThread({ slug }: { readonly slug: string }) {
  const queries = useQueryClient();
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const begin = useMutation({
    mutationFn: () => call(openThread, { params: { slug }, body: { subject, text } }),
    onSuccess: async () => {
      setSubject('');
      setText('');
      await queries.invalidateQueries({ queryKey: ['threads', slug] });
    },
  });
  return (
    <details>
      <summary>Begin a conversation</summary>
      <Form
        className="stack"
        validationErrors={fieldErrors(begin.error)}
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <TextInput label="Subject" name="subject" value={subject} onChange={setSubject} maxLength={200} isRequired />
        <TextInput label="Text" name="text" value={text} onChange={setText} maxLength={10_000} lines={4} isRequired />
        {begin.isError ? <ProblemNotice error={begin.error} /> : null}
        <Button type="submit" className="button button-primary" isPending={begin.isPending}>
          Begin it
        </Button>
      </Form>
    </details>
  );
}
