// The next page of a list, on demand.

import { Button } from 'react-aria-components/Button';

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly what: string;
}

/** Nothing on the last page. */
export function MoreButton({ query, what }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      className="button load-more"
      isDisabled={query.isFetchingNextPage}
      onPress={() => void query.fetchNextPage()}
    >
      {query.isFetchingNextPage ? 'Loading …' : `Show more ${what}`}
    </Button>
  );
}
