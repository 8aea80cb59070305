// My account: who I am here, and the keys of my programs.

import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Link, useNavigate } from 'react-router';
import { signOut } from '#contracts/http/accounts';
import { call } from '../api/client.js';
import { useChangeSession } from '../api/session.js';
import { Badge } from '../parts/badge.js';
import { MembersOnly } from '../shell/members-only.js';
import { ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { ApiKeys } from './api-keys.js';

/** `/account` */
export function AccountPage() {
  const changeSession = useChangeSession();
  const navigate = useNavigate();
  const exit = useMutation({
    mutationFn: () => call(signOut),
    onSuccess: async () => {
      await navigate('/');
      changeSession(null);
    },
  });
  return (
    <Page title="Account" narrow>
      <MembersOnly>
        {({ id, name, email, roles }) => (
          <>
            <section className="facts" aria-label="Who you are here">
              <p className="lead">
                {name} <span className="fine">{email}</span>
              </p>
              <p>
                Account id: <code>{id}</code>{' '}
                <span className="fine">Who looks after a design with others gives them this.</span>
              </p>
              <p>
                Roles:{' '}
                {roles.map((role) => (
                  <Badge key={role}>{role}</Badge>
                ))}
              </p>
              <p className="button-row">
                {roles.includes('lab-operator') ? (
                  <Link className="button" to="/labs/new">
                    Add a lab
                  </Link>
                ) : null}
                {roles.includes('designer') ? (
                  <Link className="button" to="/drafts">
                    Your drafts
                  </Link>
                ) : null}
                <Button className="button" isPending={exit.isPending} onPress={() => exit.mutate()}>
                  Sign out
                </Button>
              </p>
              {exit.isError ? <ProblemNotice error={exit.error} /> : null}
            </section>
            <ApiKeys />
          </>
        )}
      </MembersOnly>
    </Page>
  );
}
