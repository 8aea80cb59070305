// The catalogue: search by words, narrow down by choices, page by page.

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField } from 'react-aria-components/SearchField';
import { Link } from 'react-router';
import { addressOf } from '#contracts/http/call-route';
import { atomFeed, jsonFeed, searchDesigns } from '#contracts/http/designs';
import { call } from '../api/client.js';
import { ManyChoices } from '../parts/many-choices.js';
import { countOf } from '../parts/format.js';
import { EmptyNotice, Loading, ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { Chips } from './chips.js';
import { DesignCard } from './design-card.js';
import { Filters } from './filters.js';
import { CHOICES, type SearchAddress, type SearchQuery, queryOf, useSearchAddress } from './search-address.js';

const TYPING_PAUSE_MS = 250;

/** `/` */
export function CataloguePage() {
  const address = useSearchAddress();
  const { words } = address;
  const query = queryOf(words);
  const found = useInfiniteQuery({
    queryKey: ['designs', query],
    queryFn: ({ pageParam, signal }) =>
      call(searchDesigns, {
        // The address has text; the interface reads it.
        query: { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) } as SearchQuery,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const designs = found.data?.pages.flatMap((page) => page.designs) ?? [];
  const first = found.data?.pages[0];
  return (
    <Page
      title="Fabcommons"
      heading="What shall be made near you?"
      lead="Open designs, made by the nearest workshop that can make them. Every price is taken apart."
    >
      <Words address={address} />
      <Filters address={address} facets={first?.facets} />
      <Chips address={address} />
      <div className="result-head">
        <output className="result-count">{first === undefined ? ' ' : sentenceOf(first.total, words.q)}</output>
        <Sort address={address} />
      </div>
      {found.isPending ? <Loading what="designs" heightRem={30} /> : null}
      {found.isError ? <ProblemNotice error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && designs.length === 0 ? <NothingFound address={address} /> : null}
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
      <p className="feeds fine">
        New releases as a feed: <a href={addressOf(atomFeed)}>Atom</a>, <a href={addressOf(jsonFeed)}>JSON</a>
      </p>
    </Page>
  );
}

const sentenceOf = (total: number, words: string): string =>
  words === '' ? countOf(total, 'design') : `${countOf(total, 'design')} for “${words}”`;

/** The words go into the address a moment after the last key. */
function Words({ address: { words, put } }: { readonly address: SearchAddress }) {
  const [typed, setTyped] = useState(words.q);
  useEffect(() => {
    if (typed.trim() === words.q) return undefined;
    const later = setTimeout(() => put({ q: typed.trim() }), TYPING_PAUSE_MS);
    return () => clearTimeout(later);
  }, [typed, words.q, put]);
  return (
    <SearchField className="field search" value={typed} onChange={setTyped} type="search">
      <Label>Search the designs</Label>
      <Input placeholder="bracket, enclosure, prosthesis …" maxLength={200} />
    </SearchField>
  );
}

function Sort({ address: { words, put } }: { readonly address: SearchAddress }) {
  const usual = words.q === '' ? 'new' : 'relevance';
  return (
    <ManyChoices
      label="Sorted by"
      choices={[
        ...(words.q === '' ? [] : [{ id: 'relevance', label: 'relevance' }]),
        { id: 'new', label: 'newest first' },
        { id: 'most-made', label: 'most made' },
      ]}
      value={words.sort || usual}
      onChange={(sort: string) => put({ sort: sort === usual ? '' : sort })}
    />
  );
}

function NothingFound({ address: { words, put } }: { readonly address: SearchAddress }) {
  if (CHOICES.some((choice) => words[choice] !== '')) {
    return (
      <EmptyNotice title="No design matches all of this.">
        <Button
          className="button"
          onPress={() => put(Object.fromEntries([...CHOICES, 'place', 'withinKm'].map((word) => [word, ''])))}
        >
          Search without the choices
        </Button>
      </EmptyNotice>
    );
  }
  if (words.q === '') {
    return (
      <EmptyNotice title="There are no designs yet.">
        <p>
          <Link to="/publish">Publish the first one</Link>.
        </p>
      </EmptyNotice>
    );
  }
  return (
    <EmptyNotice title={`No design matches “${words.q}”.`}>
      <p>Try fewer or other words, or the name of the designer.</p>
    </EmptyNotice>
  );
}
