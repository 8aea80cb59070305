// The ends of a draft: saved, published, suggested to those who look after the design, thrown away.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiProblem } from '#contracts/http/call-route';
import { dropDraft, publishDraft, suggestChange } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { AskTwice } from '../parts/ask-twice.js';
import { TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';
import type { DraftEnd } from './draft-end.js';
import type { DraftWork } from './use-draft.js';

interface ActionsProps {
  readonly work: DraftWork;
  readonly form: RefObject<HTMLFormElement | null>;
  readonly onEnd: (end: DraftEnd) => void;
  readonly onReload: () => void;
}

/** Stays in sight at the foot of the page. */
export function DraftActions({ work, form, onEnd, onReload }: ActionsProps) {
  const { saved, contents, isDirty, isSaving, save, saveError } = work;
  const ended = useEnded(saved.id);
  const params = { draftId: saved.id };
  const isFork = contents.forkOf !== undefined;
  const publish = useMutation({
    mutationFn: async () => {
      const { revision } = await save();
      return call(publishDraft, { params, body: { revision } });
    },
    onSuccess: (release) => ended(() => onEnd({ release })),
  });
  const error = publish.error ?? saveError;
  return (
    <section className="draft-actions" aria-label="Save and publish">
      {error ? <ProblemNotice error={error} /> : null}
      {isStale(error) ? (
        <p className="button-row">
          <Button className="button" onPress={onReload}>
            Load the newer draft; what I changed here is lost
          </Button>
        </p>
      ) : null}
      <div className="button-row">
        <Button type="submit" className="button" isPending={isSaving} isDisabled={!isDirty}>
          {isSaving ? 'Saving …' : isDirty ? 'Save' : 'Saved'}
        </Button>
        <Button
          className="button button-primary"
          isPending={publish.isPending}
          onPress={() => {
            if (form.current?.reportValidity()) publish.mutate();
          }}
        >
          {publish.isPending ? 'Measuring and publishing …' : isFork ? 'Publish as a fork' : 'Publish'}
        </Button>
        <ThrowAway work={work} />
      </div>
    </section>
  );
}

const isStale = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'draft/changed-meanwhile';

/** Forgets the draft, then goes on. */
function useEnded(draftId: string) {
  const queries = useQueryClient();
  return async (goOn: () => void): Promise<void> => {
    goOn();
    queries.removeQueries({ queryKey: ['mine', 'draft', draftId] });
    await Promise.all(
      [['mine', 'drafts'], ['designs'], ['design']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  };
}

function ThrowAway({ work: { saved } }: Pick<ActionsProps, 'work'>) {
  const navigate = useNavigate();
  const ended = useEnded(saved.id);
  const drop = useMutation({
    mutationFn: () => call(dropDraft, { params: { draftId: saved.id } }),
    onSuccess: () => ended(() => void navigate('/drafts')),
  });
  return (
    <>
      <AskTwice
        ask="Throw the draft away …"
        confirm="Yes, throw it away"
        keep="Keep it"
        isPending={drop.isPending}
        onConfirm={() => drop.mutate()}
      />
      {drop.isError ? <ProblemNotice error={drop.error} /> : null}
    </>
  );
}

/** Of a draft of somebody else's design: it may be sent to those who look after it instead. */
export function Suggest({ work: { saved, save }, onEnd }: Pick<ActionsProps, 'work' | 'onEnd'>) {
  const [message, setMessage] = useState('');
  const [search] = useSearchParams();
  const ended = useEnded(saved.id);
  const suggest = useMutation({
    mutationFn: async () => {
      const { revision } = await save();
      return call(suggestChange, { params: { draftId: saved.id }, body: { revision, message } });
    },
    onSuccess: (change) => ended(() => onEnd({ change })),
  });
  return (
    <section aria-labelledby="suggest-heading">
      <h2 id="suggest-heading">A fork, or a change</h2>
      <p>
        You do not look after the design that this began from: publish it as a design of your own (a fork), or suggest
        it as a change.
      </p>
      <details open={search.get('aim') === 'suggest'}>
        <summary>Suggest it to those who look after the design</summary>
        <div className="stack">
          <TextInput
            label="What is better with it, and why"
            value={message}
            onChange={setMessage}
            maxLength={5000}
            lines={3}
          />
          {suggest.isError ? <ProblemNotice error={suggest.error} /> : null}
          <Button
            className="button"
            isPending={suggest.isPending}
            isDisabled={message.trim() === ''}
            onPress={() => suggest.mutate()}
          >
            {suggest.isPending ? 'Measuring and comparing …' : 'Suggest the change'}
          </Button>
        </div>
      </details>
    </section>
  );
}
