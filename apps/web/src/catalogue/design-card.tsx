// One design in a list, with the network's picture of its largest part.

import { Link } from 'react-router';
import type { z } from 'zod';
import type { designCardSchema } from '#contracts/http/designs';
import { countOf } from '../parts/format.js';
import { ReleaseBadge } from '../parts/release-badge.js';
import { Thumbnail } from '../parts/thumbnail.js';

type Design = z.infer<typeof designCardSchema>;

/** A list item. */
export function DesignCard({ design }: { readonly design: Design }) {
  return (
    <li className="card">
      <div className="cover">
        <Thumbnail sha256={design.coverSha256} name={design.title} />
      </div>
      <div className="card-text">
        <h2>
          <Link to={`/designs/${design.slug}`}>{design.title}</Link>
        </h2>
        <p className="card-state">
          <ReleaseBadge status={design.status} />
          <span className="fine">{design.made === 0 ? 'not made yet' : `made ${countOf(design.made, 'time')}`}</span>
        </p>
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
