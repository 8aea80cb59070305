// One way to have it made, with everything that speaks for and against it.

import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { QuoteView } from '#contracts/http/quotes';
import type { QuoteOption } from '#core/quote/quote';
import { Badge } from '../parts/badge.js';
import { countOf, showDuration, showGrams, showKm, showMoney, showReady } from '../parts/format.js';
import { BreakdownTable } from './breakdown-table.js';
import { LabLinks, MadeTogether } from './made-together.js';
import { PassedOverList } from './passed-over.js';
import { WeighedTable } from './weighed-table.js';

interface ItemProps {
  readonly quote: QuoteView;
  readonly option: QuoteOption;
  readonly number: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** A list item; it is selected on the map while the focus or the pointer's press is in it. */
export function OptionItem({ quote, option, number, isSelected, onSelect }: ItemProps) {
  const item = useScrollWhenSelected(isSelected);
  const nearer = quote.passedOver.filter(({ distanceKm }) => distanceKm < option.distanceKm);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the selection follows the focus; the controls are inside
    <li ref={item} className={isSelected ? 'option is-selected' : 'option'} onFocus={onSelect} onPointerDown={onSelect}>
      <div className="option-head">
        <span className="option-number" aria-hidden="true">
          {number}
        </span>
        <h3>
          <LabLinks option={option} />
          {option.city === undefined || option.shares ? null : <span className="fine"> {option.city}</span>}
        </h3>
        <b className="option-price">{showMoney(option.priceMinor, option.currency)}</b>
      </div>
      <p className="option-badges">
        {praiseOf(option, quote.options).map((praise) => (
          <Badge key={praise} tone="good">
            {praise}
          </Badge>
        ))}
      </p>
      <dl className="facts-line">
        <dt>Ready</dt>
        <dd>
          {showReady(option.readyAtMs)}
          {quote.delivery === 'shipping' && option.arrivesAtMs !== undefined
            ? `, with you about ${showReady(option.arrivesAtMs)}`
            : ''}
        </dd>
        <dt>Distance</dt>
        <dd>{showKm(option.distanceKm)}</dd>
        <dt>Machine</dt>
        <dd>
          {option.machineName}, {showDuration(option.machineSeconds)}, {countOf(option.plates, 'plate')}
        </dd>
        <dt>Material</dt>
        <dd>
          {showGrams(option.massGrams)}
          {option.materialChange ? '; somebody there puts it on first' : ''}
        </dd>
        <dt>CO₂e</dt>
        <dd>
          {showGrams(option.co2eGrams)} (transport {showGrams(option.co2eBreakdown.transportGrams)}, energy{' '}
          {showGrams(option.co2eBreakdown.energyGrams)})
        </dd>
      </dl>
      <MadeTogether option={option} />
      {(option.turned ?? []).map(({ partId, says }) => (
        <p key={partId} className="fine">
          {says}
        </p>
      ))}
      {option.sharing ? (
        <p className="fine">
          {countOf(option.sharing.orders, 'other order')} could share a plate with yours there: that would save about{' '}
          {showMoney(option.sharing.savesMinor, option.currency)}.
        </p>
      ) : null}
      <details>
        <summary>The price taken apart</summary>
        <BreakdownTable option={option} />
      </details>
      <WeighedTable option={option} objective={quote.objective ?? 'closest'} />
      {nearer.length > 0 ? (
        <details>
          <summary>Why not nearer? {countOf(nearer.length, 'lab')} passed over</summary>
          <PassedOverList passedOver={nearer.slice(0, 12)} />
        </details>
      ) : null}
      <Link className="button button-primary" to={`/quotes/${quote.id}/${option.id}`}>
        Choose {option.labName}
      </Link>
    </li>
  );
}

function useScrollWhenSelected(isSelected: boolean) {
  const item = useRef<HTMLLIElement>(null);
  const shown = useRef(isSelected);
  useEffect(() => {
    // Chosen on the map: bring it into the list's sight; chosen here, it is in sight already.
    if (isSelected && !shown.current && !item.current?.contains(document.activeElement)) {
      item.current?.scrollIntoView({ block: 'nearest' });
    }
    shown.current = isSelected;
  }, [isSelected]);
  return item;
}

/** What this option is best at, when there is a choice. */
function praiseOf(option: QuoteOption, options: readonly QuoteOption[]): string[] {
  if (options.length < 2) return [];
  const best = (of: (each: QuoteOption) => number): boolean =>
    options.every((other) => other === option || of(option) < of(other));
  return [
    ...(best(({ distanceKm }) => distanceKm) ? ['nearest'] : []),
    ...(best(({ readyAtMs }) => readyAtMs) ? ['soonest'] : []),
    ...(best(({ priceMinor }) => priceMinor) ? ['lowest price'] : []),
    ...(best(({ co2eGrams }) => co2eGrams) ? ['least CO₂e'] : []),
  ];
}
