// A draft that was suggested: what happens now.

import { Link } from 'react-router';
import type { ChangeView } from '#contracts/http/drafts';

/** With the way to the change. */
export function SuggestedChange({ change: { id, slug } }: { readonly change: ChangeView }) {
  return (
    <output className="notice notice-good">
      <strong>Your change is suggested.</strong>
      <p>Those who look after the design accept it, with your name among the credits, or refuse it with a reason.</p>
      <p className="button-row">
        <Link className="button button-primary" to={`/designs/${slug}?show=changes&change=${id}`}>
          See the change
        </Link>
      </p>
    </output>
  );
}
