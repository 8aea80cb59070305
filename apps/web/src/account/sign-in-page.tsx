// Sign in, and go on where one was.

import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { signIn } from '#contracts/http/accounts';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { useChangeSession } from '../api/session.js';
import { TextInput } from '../parts/fields.js';
import { ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { useWayOn } from './way-on.js';

/** `/sign-in?next=…` */
export function SignInPage() {
  const changeSession = useChangeSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = useWayOn();
  const entry = useMutation({
    mutationFn: (form: FormData) =>
      call(signIn, { body: { email: String(form.get('email')), password: String(form.get('password')) } }),
    onSuccess: (account) => {
      changeSession(account);
      return navigate(next, { replace: true });
    },
  });
  return (
    <Page title="Sign in" narrow>
      <Form
        className="stack"
        validationErrors={fieldErrors(entry.error)}
        onSubmit={(event) => {
          event.preventDefault();
          entry.mutate(new FormData(event.currentTarget));
        }}
      >
        {entry.isError ? <ProblemNotice error={entry.error} /> : null}
        <TextInput label="E-mail" name="email" type="email" autoComplete="email" isRequired />
        <TextInput label="Password" name="password" type="password" autoComplete="current-password" isRequired />
        <Button type="submit" className="button button-primary" isPending={entry.isPending}>
          Sign in
        </Button>
      </Form>
      <p>
        No account yet? <Link to={`/sign-up?${search}`}>Make one</Link>.
      </p>
    </Page>
  );
}
