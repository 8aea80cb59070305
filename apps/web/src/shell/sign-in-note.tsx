// Where only members may write: the way in, and back.

import { Link, useLocation } from 'react-router';

/** `what` goes on after "Sign in to …". */
export function SignInNote({ what }: { readonly what: string }) {
  const { pathname, search } = useLocation();
  return (
    <p>
      <Link to={`/sign-in?next=${encodeURIComponent(pathname + search)}`}>Sign in</Link> to {what}.
    </p>
  );
}
