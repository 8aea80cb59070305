// A design: see it, read its terms and its history, talk about it, have it made.

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, lazy } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { readDesign } from '#contracts/http/designs';
import { readRelease } from '#contracts/http/releases';
import { call } from '../api/client.js';
import { countOf, showDate } from '../parts/format.js';
import { ReleaseBadge } from '../parts/release-badge.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { DesignActions } from './design-actions.js';
import { PartsSection } from './parts-section.js';
import { SectionNav } from './section-nav.js';
import type { SectionProps } from './section-props.js';
import { sectionIn } from './sections.js';

const BillOfMaterials = lazy(async () => ({ default: (await import('./bill-of-materials.js')).BillOfMaterials }));
const ReleasesSection = lazy(async () => ({ default: (await import('./releases-section.js')).ReleasesSection }));
const LicenceSection = lazy(async () => ({ default: (await import('./licence-section.js')).LicenceSection }));
const ReviewsSection = lazy(async () => ({ default: (await import('./reviews-section.js')).ReviewsSection }));
const MakesSection = lazy(async () => ({ default: (await import('./makes-section.js')).MakesSection }));
const ThreadsSection = lazy(async () => ({ default: (await import('./threads-section.js')).ThreadsSection }));
const ChangesSection = lazy(async () => ({ default: (await import('./changes-section.js')).ChangesSection }));

/** `/designs/:slug?release=…&show=…` */
export function DesignPage() {
  const { slug = '' } = useParams();
  const [search] = useSearchParams();
  const design = useQuery({
    queryKey: ['design', slug],
    queryFn: ({ signal }) => call(readDesign, { params: { slug }, signal }),
  });
  const newest = design.data?.release;
  const releaseId = search.get('release') ?? newest?.id ?? '';
  const other = useQuery({
    queryKey: ['release', releaseId],
    queryFn: ({ signal }) => call(readRelease, { params: { releaseId }, signal }),
    enabled: newest !== undefined && releaseId !== newest.id,
  });
  const shown = releaseId === newest?.id ? newest : other.data;
  return (
    <Page
      title={design.data?.title ?? 'Design'}
      lead={shown && design.data && <Lead design={design.data} release={shown} />}
    >
      <Answer query={design} what="the design" heightRem={60}>
        {(found) => (
          <Answer query={{ ...other, data: shown }} what="the release" heightRem={60}>
            {(release) =>
              release.slug === found.slug ? (
                <>
                  <DesignActions design={found} release={release} />
                  <SectionNav />
                  <Section design={found} release={release} />
                </>
              ) : (
                <EmptyNotice title="The release in the address belongs to another design." />
              )
            }
          </Answer>
        )}
      </Answer>
    </Page>
  );
}

function Lead({ design, release }: SectionProps) {
  const { designer, version, publishedAt, status } = release;
  const isNewest = release.id === design.release.id;
  return (
    <>
      by {designer.name} · version {version}
      {isNewest ? '' : ` (the newest is ${design.release.version})`} · {showDate(publishedAt)} ·{' '}
      {design.made === 0 ? 'not made yet' : `made ${countOf(design.made, 'time')}`} <ReleaseBadge status={status} />
    </>
  );
}

function Section({ design, release }: SectionProps): ReactNode {
  const [search] = useSearchParams();
  const props = { design, release };
  switch (sectionIn(search)) {
    case 'parts':
      return <PartsSection key={release.id} release={release} />;
    case 'materials':
      return <BillOfMaterials {...props} />;
    case 'releases':
      return <ReleasesSection {...props} />;
    case 'licence':
      return <LicenceSection {...props} />;
    case 'reviews':
      return <ReviewsSection {...props} />;
    case 'made':
      return <MakesSection {...props} />;
    case 'conversations':
      return <ThreadsSection {...props} />;
    case 'changes':
      return <ChangesSection {...props} />;
  }
}
