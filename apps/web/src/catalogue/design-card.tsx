// One design in a list, with a picture of its cover mesh once it is in sight.

import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { designCardSchema } from '#contracts/http/designs';
import { countOf } from '../parts/format.js';

type Design = z.infer<typeof designCardSchema>;

/** A list item. */
export function DesignCard({ design }: { readonly design: Design }) {
  return (
    <li className="card">
      <Cover design={design} />
      <div className="card-text">
        <h2>
          <Link to={`/designs/${design.slug}`}>{design.title}</Link>
        </h2>
        <p className="card-summary">{design.summary}</p>
        <p className="card-facts">
          <span>{design.designer}</span>
          <span>{countOf(design.parts, 'part')}</span>
          <span>{design.license}</span>
        </p>
      </div>
    </li>
  );
}

function Cover({ design: { coverSha256, coverFileName } }: { readonly design: Design }) {
  const frame = useRef<HTMLDivElement>(null);
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    if (!coverSha256 || !frame.current) return undefined;
    const inSight = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      inSight.disconnect();
      // Without a picture the placeholder stays, which is no fault of the page.
      void import('../mesh/covers.js')
        .then(({ coverOf }) => coverOf(coverSha256, coverFileName ?? 'cover.stl'))
        .then(setPicture, () => undefined);
    });
    inSight.observe(frame.current);
    return () => inSight.disconnect();
  }, [coverSha256, coverFileName]);
  return (
    <div ref={frame} className="cover">
      {picture === undefined ? (
        <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M16 3 27 9.5v13L16 29 5 22.5v-13Z M10 13.5 16 17l6-3.5M16 17v6.5" />
        </svg>
      ) : (
        <img src={picture} alt="" width={560} height={420} />
      )}
    </div>
  );
}
