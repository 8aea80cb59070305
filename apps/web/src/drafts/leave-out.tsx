// Takes a file out of a draft.

import { Button } from 'react-aria-components/Button';
import { withoutFile } from './contents.js';
import type { DraftWork } from './use-draft.js';

/** With what was said of it. */
export function LeaveOut({ work, path }: { readonly work: DraftWork; readonly path: string }) {
  return (
    <Button
      className="button"
      aria-label={`Leave out ${path}`}
      onPress={() => work.change((contents) => withoutFile(contents, path))}
    >
      Leave out
    </Button>
  );
}
