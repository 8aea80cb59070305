// The picture of a published part, drawn by the network; where there is none, its initials in the same room.

import { useState } from 'react';
import { addressOf } from '#contracts/http/call-route';
import { getThumbnail } from '#contracts/http/files';

interface ThumbnailProps {
  readonly sha256: string | undefined;
  readonly name: string;
}

/** Fills its frame; says nothing to a screen reader, for the name stands beside it. */
export function Thumbnail({ sha256, name }: ThumbnailProps) {
  const [failed, setFailed] = useState<string>();
  if (sha256 === undefined || failed === sha256) {
    return (
      <span className="initials" aria-hidden="true">
        {initialsOf(name)}
      </span>
    );
  }
  return (
    <img
      src={addressOf(getThumbnail, { params: { sha256 } })}
      alt=""
      width={512}
      height={384}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(sha256)}
    />
  );
}

/** `wall bracket` → `WB`. */
function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word[0]!.toUpperCase())
    .join('');
}
