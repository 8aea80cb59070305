// Who is signed in.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type AccountView, readMe } from '#contracts/http/accounts';
import type { Role } from '#contracts/http/define-route';
import { ApiProblem } from '#contracts/http/call-route';
import { call } from './client.js';

const ME = ['me'] as const;

export interface Session {
  /** Undefined while it is not known yet; null for a visitor. */
  readonly account: AccountView | null | undefined;
  readonly has: (...roles: readonly Role[]) => boolean;
}

/** The account of this browser's session. */
export function useSession(): Session {
  const me = useQuery({ queryKey: ME, queryFn: readAccount, staleTime: 60_000, retry: false });
  const account = me.isError ? null : me.data;
  return { account, has: (...roles) => roles.some((role) => account?.roles.includes(role) ?? false) };
}

async function readAccount(): Promise<AccountView | null> {
  try {
    return await call(readMe);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Puts the signed-in account (or null) in place and forgets what another account was shown. */
export function useChangeSession(): (account: AccountView | null) => void {
  const queries = useQueryClient();
  return (account) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'mine' });
    queries.setQueryData(ME, account);
  };
}
