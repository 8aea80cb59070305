// Who looks after a design, and how they name others.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { setMaintainers } from '#contracts/http/designs';
import { type AccountId, isId } from '#core/kernel/ids';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';
import type { DesignView } from './section-props.js';

/** Is the person signed in one of them, and may they decide like one (stewards may too)? */
export function useMayLookAfter({ maintainers }: Pick<DesignView, 'maintainers'>) {
  const { account, has } = useSession();
  const isMaintainer = maintainers.some(({ id }) => id === account?.id);
  return { isMaintainer, mayChange: isMaintainer || has('steward') };
}

/** The list; for those who may, with a way to change it. */
export function Maintainers({ design }: { readonly design: DesignView }) {
  const { slug, maintainers } = design;
  const { mayChange } = useMayLookAfter(design);
  const queries = useQueryClient();
  const put = useMutation({
    mutationFn: (accountIds: AccountId[]) => call(setMaintainers, { params: { slug }, body: { accountIds } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['design', slug] }),
  });
  const ids = maintainers.map(({ id }) => id);
  return (
    <section aria-labelledby="maintainers-heading">
      <h2 id="maintainers-heading">Who looks after it</h2>
      <ul className="rows">
        {maintainers.map(({ id, name }) => (
          <li key={id}>
            <span>{name}</span>
            {mayChange && ids.length > 1 ? (
              <Button
                className="button"
                isPending={put.isPending}
                onPress={() => put.mutate(ids.filter((each) => each !== id))}
              >
                {`Take ${name} off the list`}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? <AddMaintainer isPending={put.isPending} onAdd={(id) => put.mutate([...ids, id])} /> : null}
      {put.isError ? <ProblemNotice error={put.error} /> : null}
    </section>
  );
}

interface AddProps {
  readonly isPending: boolean;
  readonly onAdd: (id: AccountId) => void;
}

function AddMaintainer({ isPending, onAdd }: AddProps) {
  const [text, setText] = useState('');
  const id = text.trim();
  return (
    <Form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isId('account', id)) return;
        onAdd(id);
        setText('');
      }}
    >
      <TextInput
        label="Account id"
        value={text}
        onChange={setText}
        maxLength={80}
        isRequired
        hint="It stands on the account page of whoever shall help, and begins with acc_."
      />
      <Button type="submit" className="button" isPending={isPending} isDisabled={id !== '' && !isId('account', id)}>
        Add
      </Button>
    </Form>
  );
}
