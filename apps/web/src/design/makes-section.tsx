// Who made it, on what, with which settings, and how it turned out.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { addressOf } from '#contracts/http/call-route';
import type { AnswerOf } from '#contracts/http/define-route';
import { getPhoto, listMakes } from '#contracts/http/reviews';
import { call } from '../api/client.js';
import { countOf, showDate } from '../parts/format.js';
import { MoreButton } from '../parts/more-button.js';
import { OutcomeBadge } from '../parts/outcome-badge.js';
import { Written } from '../parts/written.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import type { SectionProps } from './section-props.js';

type Make = AnswerOf<typeof listMakes>['makes'][number];

/** Section `made`. */
export function MakesSection({ design: { slug } }: SectionProps) {
  const makes = useInfiniteQuery({
    queryKey: ['makes', slug],
    queryFn: ({ pageParam, signal }) =>
      call(listMakes, { params: { slug }, query: pageParam === '' ? {} : { cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-labelledby="makes-heading">
      <h2 id="makes-heading">Made</h2>
      <Answer query={makes} what="what was made" heightRem={20}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.makes);
          const { good = 0, failed = 0 } = pages[0] ?? {};
          if (found.length === 0) {
            return (
              <EmptyNotice title="It has not been made in this network yet.">
                <p>Every job that ends is reported here; labs and customers add how it turned out.</p>
              </EmptyNotice>
            );
          }
          return (
            <>
              <p>
                {countOf(good, 'report')} of a good make, {countOf(failed, 'report')} of a failed one.
              </p>
              <ol className="plain-list makes">
                {found.map((make) => (
                  <MakeItem key={make.id} make={make} />
                ))}
              </ol>
              <MoreButton query={makes} what="reports" />
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function MakeItem({ make }: { readonly make: Make }) {
  const { id, version, by, lab, settings, outcome, pieces, note, photoSha256, at } = make;
  return (
    <li className="facts">
      {photoSha256 === undefined ? null : (
        <img
          className="make-photo"
          src={addressOf(getPhoto, { params: { makeId: id } })}
          alt={`What ${by?.name ?? 'the lab'} made of version ${version}`}
          loading="lazy"
        />
      )}
      <p>
        <OutcomeBadge outcome={outcome} /> {countOf(pieces, 'piece')} of {version}
        {lab ? (
          <>
            {' '}
            at <Link to={`/labs/${lab.id}`}>{lab.name}</Link>
          </>
        ) : null}
        , {showDate(at)}
      </p>
      {note === undefined ? null : <Written>{note}</Written>}
      <dl className="facts-line">
        {Object.entries(settings).map(([what, said]) => (
          <Setting key={what} what={what} said={said} />
        ))}
      </dl>
      <p className="fine">{by ? `Reported by ${by.name}` : 'The network’s own report, of a job that ended'}</p>
    </li>
  );
}

function Setting({ what, said }: { readonly what: string; readonly said: string }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{said}</dd>
    </>
  );
}
