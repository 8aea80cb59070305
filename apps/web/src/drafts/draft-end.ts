// What a draft becomes.

import type { ChangeView } from '#contracts/http/drafts';
import type { ReleaseView } from '#contracts/http/releases';

/** A release, or a change suggested to others. */
export type DraftEnd = { readonly release: ReleaseView } | { readonly change: ChangeView };
