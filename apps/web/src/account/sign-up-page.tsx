// Make an account, with the roles one wants.

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Form } from 'react-aria-components/Form';
import { Label } from 'react-aria-components/Label';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { signUp } from '#contracts/http/accounts';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { useChangeSession } from '../api/session.js';
import { TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { useWayOn } from './way-on.js';

type OwnRole = 'customer' | 'designer' | 'lab-operator';
const ROLE_WORDS: readonly (readonly [OwnRole, string])[] = [
  ['customer', 'Order things'],
  ['designer', 'Publish designs'],
  ['lab-operator', 'Run a lab'],
];

/** `/sign-up?next=…` */
export function SignUpPage() {
  const changeSession = useChangeSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = useWayOn();
  const [roles, setRoles] = useState<string[]>(['customer']);
  const entry = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string): string => String(form.get(name));
      const chosen = ROLE_WORDS.flatMap(([role]) => (roles.includes(role) ? [role] : []));
      return call(signUp, {
        body: { name: text('name'), email: text('email'), password: text('password'), roles: chosen },
      });
    },
    onSuccess: (account) => {
      changeSession(account);
      return navigate(next, { replace: true });
    },
  });
  return (
    <Page title="Make an account" narrow>
      <Form
        className="stack"
        validationErrors={fieldErrors(entry.error)}
        onSubmit={(event) => {
          event.preventDefault();
          entry.mutate(new FormData(event.currentTarget));
        }}
      >
        {entry.isError ? <ProblemNotice error={entry.error} /> : null}
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={120}
          isRequired
          hint="Shown with what you publish."
        />
        <TextInput label="E-mail" name="email" type="email" autoComplete="email" isRequired />
        <TextInput
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          isRequired
          hint="At least 10 characters. A few words in a row are easy to remember."
        />
        <CheckboxGroup className="field" value={roles} onChange={setRoles} isRequired>
          <Label>What do you want to do here?</Label>
          <div className="choices">
            {ROLE_WORDS.map(([role, words]) => (
              <Checkbox key={role} value={role} className="choice">
                {words}
              </Checkbox>
            ))}
          </div>
        </CheckboxGroup>
        <Button
          type="submit"
          className="button button-primary"
          isPending={entry.isPending}
          isDisabled={roles.length === 0}
        >
          Make the account
        </Button>
      </Form>
      <p>
        You have one? <Link to={`/sign-in?${search}`}>Sign in</Link>.
      </p>
    </Page>
  );
}
