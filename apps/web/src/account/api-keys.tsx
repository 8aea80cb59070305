// API keys: make one, see its secret once, revoke it.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Form } from 'react-aria-components/Form';
import { Label } from 'react-aria-components/Label';
import { listApiKeys, makeApiKey, revokeApiKey } from '#contracts/http/accounts';
import { SCOPES } from '#contracts/http/define-route';
import { call } from '../api/client.js';
import { TextInput } from '../parts/fields.js';
import { showDate } from '../parts/format.js';
import { Answer, ProblemNotice } from '../shell/notices.js';

const KEYS = ['mine', 'keys'] as const;

/** The section of the account page. */
export function ApiKeys() {
  const queries = useQueryClient();
  const keys = useQuery({ queryKey: KEYS, queryFn: ({ signal }) => call(listApiKeys, { signal }) });
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: KEYS });
  const revoke = useMutation({
    mutationFn: (keyId: string) => call(revokeApiKey, { params: { keyId } }),
    onSuccess: again,
  });
  return (
    <section aria-labelledby="keys-heading">
      <h2 id="keys-heading">API keys</h2>
      <Answer query={keys} what="your keys" heightRem={6}>
        {({ keys: all }) =>
          all.length === 0 ? (
            <p>You have none. A key lets a program of yours use the HTTP interface.</p>
          ) : (
            <ul className="rows">
              {all.map(({ id, name, scopes, createdAt, lastUsedAt }) => (
                <li key={id}>
                  <b>{name}</b> <span className="fine">{scopes.join(', ')}</span>{' '}
                  <span className="fine">
                    made {showDate(createdAt)},{' '}
                    {lastUsedAt === undefined ? 'never used' : `last used ${showDate(lastUsedAt)}`}
                  </span>
                  <Button className="button" aria-label={`Revoke the key ${name}`} onPress={() => revoke.mutate(id)}>
                    Revoke
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {revoke.isError ? <ProblemNotice error={revoke.error} /> : null}
      <NewKey onMade={again} />
    </section>
  );
}

function NewKey({ onMade }: { readonly onMade: () => Promise<void> }) {
  const [scopes, setScopes] = useState<string[]>(['orders:read']);
  const make = useMutation({
    mutationFn: (name: string) =>
      call(makeApiKey, { body: { name, scopes: SCOPES.filter((scope) => scopes.includes(scope)) } }),
    onSuccess: onMade,
  });
  return (
    <Form
      className="stack facts"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(String(new FormData(event.currentTarget).get('name')));
      }}
    >
      <h3>Make a key</h3>
      <TextInput label="What is it for?" name="name" maxLength={80} isRequired />
      <CheckboxGroup className="field" value={scopes} onChange={setScopes}>
        <Label>What may it do?</Label>
        <div className="choices">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} className="choice">
              {scope}
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
      <Button type="submit" className="button" isPending={make.isPending} isDisabled={scopes.length === 0}>
        Make the key
      </Button>
      <div aria-live="polite">
        {make.data ? (
          <p className="notice">
            Keep it now, it is shown once: <code className="secret">{make.data.secret}</code>
          </p>
        ) : null}
      </div>
      {make.isError ? <ProblemNotice error={make.error} /> : null}
    </Form>
  );
}
