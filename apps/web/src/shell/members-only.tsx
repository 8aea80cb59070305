// Pages that need an account say so, and bring one back.

import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import type { AccountView } from '#contracts/http/accounts';
import type { Role } from '#contracts/http/define-route';
import { useSession } from '../api/session.js';
import { EmptyNotice, Loading } from './notices.js';

interface MembersProps {
  readonly children: (account: AccountView) => ReactNode;
  /** One of these is needed; none: any account will do. */
  readonly roles?: readonly Role[];
}

/** Children for members, a way to become one for others. */
export function MembersOnly({ children, roles }: MembersProps) {
  const { account, has } = useSession();
  const { pathname, search } = useLocation();
  const next = encodeURIComponent(pathname + search);
  if (account === undefined) return <Loading what="your account" heightRem={20} />;
  if (account === null) {
    return (
      <EmptyNotice title="Please sign in to see this.">
        <p className="button-row">
          <Link className="button button-primary" to={`/sign-in?next=${next}`}>
            Sign in
          </Link>
          <Link className="button" to={`/sign-up?next=${next}`}>
            Make an account
          </Link>
        </p>
      </EmptyNotice>
    );
  }
  if (roles && !has(...roles)) {
    return <EmptyNotice title={`This is for accounts with the role ${roles.join(' or ')}.`} />;
  }
  return <>{children(account)}</>;
}
