// What is searched for, kept in the address: it can be sent to somebody, and the back button works.

import { useSearchParams } from 'react-router';
import { DESIGN_SORTS, type searchDesigns } from '#contracts/http/designs';
import type { RouteDefinition } from '#contracts/http/define-route';

type QueryOf<R> = R extends RouteDefinition<infer _P, infer Query, infer _B, infer _A> ? Query : never;
export type SearchQuery = Partial<QueryOf<typeof searchDesigns>>;

export const CHOICES = ['process', 'material', 'licenseClass', 'status', 'maxMm', 'near'] as const;
export type Choice = (typeof CHOICES)[number];
const WORDS = [...CHOICES, 'q', 'place', 'withinKm', 'sort'] as const;
type SearchWord = (typeof WORDS)[number];
type SearchWords = Readonly<Record<SearchWord, string>>;

export const NEAREST_KM = 50;

export interface SearchAddress {
  readonly words: SearchWords;
  /** Empty takes a word away. */
  readonly put: (words: Partial<SearchWords>) => void;
}

/** The words of the address; each is empty where it does not stand there. */
export function useSearchAddress(): SearchAddress {
  const [search, setSearch] = useSearchParams();
  const words = Object.fromEntries(WORDS.map((word) => [word, search.get(word) ?? ''])) as SearchWords;
  const put = (changed: Partial<SearchWords>): void => {
    // The address itself, not what was last drawn: of two quick choices the first is not lost.
    const next = new URLSearchParams(window.location.search);
    for (const [word, text] of Object.entries(changed)) {
      if (text === '') next.delete(word);
      else next.set(word, text);
    }
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  return { words, put };
}

/** As the interface takes it; what somebody typed into the address and is none of it is left to the gateway to refuse. */
export function queryOf({ q, near, withinKm, sort, maxMm, ...facets }: SearchWords): Record<string, string> {
  const { process, material, licenseClass, status } = facets;
  return {
    q,
    process,
    material,
    licenseClass,
    status,
    maxMm,
    near,
    ...(near === '' ? {} : { withinKm: withinKm || String(NEAREST_KM) }),
    ...((DESIGN_SORTS as readonly string[]).includes(sort) ? { sort } : {}),
  };
}
