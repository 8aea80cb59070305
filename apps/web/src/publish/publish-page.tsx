// Publish a release: choose files, see what they are, say what they may be used for, and send them.

import { useState } from 'react';
import type { ReleaseView } from '#contracts/http/releases';
import { MembersOnly } from '../shell/members-only.js';
import { Page } from '../shell/page.js';
import { PublishForm } from './publish-form.js';
import { PublishedRelease } from './published-release.js';

/** `/publish` */
export function PublishPage() {
  const [release, setRelease] = useState<ReleaseView>();
  return (
    <Page
      title={release ? 'Published' : 'Publish a design'}
      lead={
        release
          ? undefined
          : 'A release is immutable: it is kept as it is, under its own address, for all who ordered it.'
      }
    >
      <MembersOnly roles={['designer']}>
        {() =>
          release ? (
            <PublishedRelease release={release} onAgain={() => setRelease(undefined)} />
          ) : (
            <PublishForm onPublished={setRelease} />
          )
        }
      </MembersOnly>
    </Page>
  );
}
