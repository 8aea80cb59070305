// After a reload: what this browser began to send and did not finish.

import { useQuery } from '@tanstack/react-query';
import { countOf, listOf } from '../parts/format.js';

const NAMED = 3;

/** Nothing where nothing was left off. */
export function UnfinishedNote() {
  const { data = [] } = useQuery({
    queryKey: ['mine', 'unfinished-uploads'],
    queryFn: async () => (await import('../api/send-file.js')).unfinishedUploads(),
    staleTime: Infinity,
  });
  if (data.length === 0) return null;
  const names = data.length > NAMED ? countOf(data.length, 'file') : listOf(data);
  return (
    <p className="notice">
      {names} {data.length === 1 ? 'was' : 'were'} not sent to the end. Choose the same files again, and sending goes on
      where it stopped.
    </p>
  );
}
