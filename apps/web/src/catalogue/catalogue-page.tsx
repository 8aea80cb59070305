// The catalogue: search by words, page by page.

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField } from 'react-aria-components/SearchField';
import { Link, useSearchParams } from 'react-router';
import { searchDesigns } from '#contracts/http/designs';
import { call } from '../api/client.js';
import { countOf } from '../parts/format.js';
import { EmptyNotice, Loading, ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { DesignCard } from './design-card.js';

const TYPING_PAUSE_MS = 250;

/** `/` */
export function CataloguePage() {
  const { words, typed, setTyped } = useSearchWords();
  const found = useInfiniteQuery({
    queryKey: ['designs', words],
    queryFn: ({ pageParam, signal }) =>
      call(searchDesigns, { query: { q: words, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const designs = found.data?.pages.flatMap((page) => page.designs) ?? [];
  const total = found.data?.pages[0]?.total;
  return (
    <Page
      title="Fabcommons"
      heading="What shall be made near you?"
      lead="Open designs, made by the nearest workshop that can make them. Every price is taken apart."
    >
      <SearchField className="field search" value={typed} onChange={setTyped} type="search">
        <Label>Search the designs</Label>
        <Input placeholder="bracket, enclosure, prosthesis …" maxLength={200} />
      </SearchField>
      <output className="result-count">
        {total === undefined
          ? ' '
          : words === ''
            ? countOf(total, 'design')
            : `${countOf(total, 'design')} for “${words}”`}
      </output>
      {found.isPending ? <Loading what="designs" heightRem={30} /> : null}
      {found.isError ? <ProblemNotice error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && designs.length === 0 ? <NothingFound words={words} /> : null}
      <ul className="cards" aria-label="Designs" aria-busy={found.isPlaceholderData}>
        {designs.map((design) => (
          <DesignCard key={design.id} design={design} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button
          className="button load-more"
          isDisabled={found.isFetchingNextPage}
          onPress={() => void found.fetchNextPage()}
        >
          {found.isFetchingNextPage ? 'Loading …' : 'Show more designs'}
        </Button>
      ) : null}
    </Page>
  );
}

/** The words are kept in the address, a moment after the last key. */
function useSearchWords() {
  const [search, setSearch] = useSearchParams();
  const words = search.get('q') ?? '';
  const [typed, setTyped] = useState(words);
  useEffect(() => {
    if (typed.trim() === words) return undefined;
    const later = setTimeout(() => {
      setSearch(typed.trim() === '' ? {} : { q: typed.trim() }, { replace: true });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(later);
  }, [typed, words, setSearch]);
  return { words, typed, setTyped };
}

function NothingFound({ words }: { readonly words: string }) {
  if (words === '') {
    return (
      <EmptyNotice title="There are no designs yet.">
        <p>
          <Link to="/publish">Publish the first one</Link>.
        </p>
      </EmptyNotice>
    );
  }
  return (
    <EmptyNotice title={`No design matches “${words}”.`}>
      <p>Try fewer or other words, or the name of the designer.</p>
    </EmptyNotice>
  );
}
