// A picture among the files of a release. Files are sent as bytes to be saved, so the page gives them their type.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { addressOf } from '#contracts/http/call-route';
import { getFile } from '#contracts/http/files';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};
const typeOf = (path: string): string | undefined => TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''];

/** Can browsers show it as a picture? */
export const isPicture = (path: string): boolean => typeOf(path) !== undefined;

interface PictureProps {
  readonly sha256: string;
  readonly path: string;
}

/** The picture, or its name where it cannot be shown. */
export function FilePicture({ sha256, path }: PictureProps) {
  const { data: bytes, isError } = useQuery({
    queryKey: ['picture', sha256],
    queryFn: async ({ signal }) => {
      const response = await fetch(addressOf(getFile, { params: { sha256 } }), { signal });
      if (!response.ok) throw new Error(`The picture could not be fetched (${response.status}).`);
      return response.arrayBuffer();
    },
    staleTime: Infinity,
  });
  const picture = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (!bytes || !picture.current) return undefined;
    const address = URL.createObjectURL(new Blob([bytes], { type: typeOf(path) ?? '' }));
    picture.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [bytes, path]);
  const name = path.split('/').at(-1) ?? path;
  if (isError) return <span className="file-picture fine">{name} cannot be shown.</span>;
  return <span className="file-picture">{bytes === undefined ? null : <img ref={picture} alt={name} />}</span>;
}
