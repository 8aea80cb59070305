// The network's answer as a map and a list that say the same.

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { listLabs } from '#contracts/http/labs';
import type { QuoteView } from '#contracts/http/quotes';
import { call } from '../api/client.js';
import type { MapPoint } from '../map/map-point.js';
import { NetworkMap } from '../map/network-map.js';
import { countOf, showDateTime } from '../parts/format.js';
import { ORDER_WORDS } from './objective-words.js';
import { OptionItem } from './option-item.js';
import { NobodyCan, PassedOverTable } from './passed-over.js';
import { ToAskList } from './to-ask.js';

/** Options to choose from, or why there are none. */
export function QuoteAnswer({ quote }: { readonly quote: QuoteView }) {
  const [selectedId, setSelectedId] = useState<string | undefined>(quote.options[0]?.id);
  const points = useQuotePoints(quote);
  const { options, labsConsidered, objective } = quote;
  return (
    <>
      <p className="quote-said">
        {options.length === 0 ? 'No lab' : countOf(options.length, 'lab')} of {labsConsidered} asked can make{' '}
        {quote.quantity} in {quote.material}
        {quote.color === undefined ? '' : `, ${quote.color}`} for {quote.to.label ?? 'the place you gave'}.{' '}
        {options.length > 0 ? `These prices stand until ${showDateTime(quote.expiresAt)}. ` : ''}
        {options.length > 1 && objective ? `They stand in this order: ${ORDER_WORDS[objective]}. ` : ''}
        <Link to={`/decisions/${quote.decisionId}`}>How this was decided</Link>
      </p>
      {options.length === 0 ? <NobodyCan quote={quote} /> : null}
      <div className="quote-options">
        <NetworkMap
          points={points}
          selectedId={selectedId}
          onSelect={setSelectedId}
          label="Map of the place, the labs that can make it and those passed over. The list says the same."
        />
        {options.length > 0 ? (
          <ol className="options" aria-label="Options">
            {options.map((option, index) => (
              <OptionItem
                key={option.id}
                quote={quote}
                option={option}
                number={index + 1}
                isSelected={option.id === selectedId}
                onSelect={() => setSelectedId(option.id)}
              />
            ))}
          </ol>
        ) : null}
      </div>
      <ToAskList toAsk={quote.toAsk} />
      <PassedOverTable passedOver={quote.passedOver} />
    </>
  );
}

/** The quote names no positions of passed-over labs; the list of labs around the place does. */
function useQuotePoints({ to, options, passedOver }: QuoteView): MapPoint[] {
  const { lat, lon } = to.at;
  const near = useQuery({
    queryKey: ['labs', 'near', lat, lon],
    queryFn: ({ signal }) => call(listLabs, { query: { lat, lon, limit: 300 }, signal }),
    enabled: passedOver.length > 0,
    staleTime: 60_000,
  });
  return useMemo(() => {
    const reasons = new Map(passedOver.map(({ labId, reason }) => [labId, reason]));
    const quiet = (near.data?.labs ?? []).flatMap(({ profile: { id, name, at } }): MapPoint[] =>
      reasons.has(id) ? [{ id, at, label: `${name}: ${reasons.get(id)}`, kind: 'quiet' }] : [],
    );
    const able = options.map(({ id, at, labName }, index): MapPoint => ({
      id,
      at,
      label: labName,
      kind: 'option',
      mark: String(index + 1),
    }));
    const place: MapPoint = { id: 'place', at: { lat, lon }, label: to.label ?? 'The place you gave', kind: 'place' };
    return [...quiet, ...able, place];
  }, [near.data, options, passedOver, to.label, lat, lon]);
}
