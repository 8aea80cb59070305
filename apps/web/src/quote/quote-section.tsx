// "Have it made": the choices, and the network's answer; the quote's id is kept in the address.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { ReleaseView } from '#contracts/http/releases';
import { readQuote, requestQuote } from '#contracts/http/quotes';
import { call } from '../api/client.js';
import { Answer, ProblemNotice } from '../shell/notices.js';
import { QuoteAnswer } from './quote-answer.js';
import { QuoteForm, type QuoteRequest } from './quote-form.js';

/** The form and, once asked, the options. */
export function QuoteSection({ release }: { readonly release: ReleaseView }) {
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const quoteId = search.get('quote') ?? '';
  const ask = useMutation({
    mutationFn: (body: QuoteRequest) => call(requestQuote, { body }),
    onSuccess: (quote) => {
      queries.setQueryData(['quote', quote.id], quote);
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.set('quote', quote.id);
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    },
  });
  const quote = useQuery({
    queryKey: ['quote', quoteId],
    queryFn: ({ signal }) => call(readQuote, { params: { quoteId }, signal }),
    enabled: quoteId !== '',
    staleTime: Infinity,
  });
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (ask.isSuccess) answer.current?.focus();
  }, [ask.isSuccess, ask.data]);
  return (
    <section id="have-it-made" aria-labelledby="quote-heading" className="quote">
      <h2 id="quote-heading">Have it made near you</h2>
      {release.status === 'withdrawn' ? (
        <p className="notice">This release was withdrawn and can no longer be ordered.</p>
      ) : (
        <QuoteForm release={release} isAsking={ask.isPending} onAsk={(choices) => ask.mutate(choices)} />
      )}
      <div ref={answer} tabIndex={-1} className="quote-answer" aria-live="polite" aria-busy={ask.isPending}>
        {ask.isError ? <ProblemNotice error={ask.error} /> : null}
        {quoteId === '' || ask.isError ? null : (
          <Answer query={quote} what="the quote" heightRem={20}>
            {(found) => (found.releaseId === release.id ? <QuoteAnswer quote={found} /> : null)}
          </Answer>
        )}
      </div>
    </section>
  );
}
