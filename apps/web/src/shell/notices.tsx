// How pages say that something is loading, empty or wrong.

import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { asProblem } from '../api/api-problem.js';

/** A refusal or fault, in words: title, what happened, what to do. Announced at once. */
export function ProblemNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { title, detail, remedy, instance, errors } = asProblem(error);
  return (
    <div className="notice notice-problem" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {errors && errors.length > 0 ? (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path}: {message}
            </li>
          ))}
        </ul>
      ) : null}
      {remedy === undefined ? null : <p className="remedy">{remedy}</p>}
      {instance === undefined ? null : <p className="fine">When asking for help, quote {instance}.</p>}
      {onRetry ? (
        <Button className="button" onPress={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

/** Nothing there, and what one may do about it. */
export function EmptyNotice({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="notice notice-empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** Space kept for what is on its way, so that nothing jumps. */
export function Loading({ what, heightRem = 12 }: { readonly what: string; readonly heightRem?: number }) {
  return (
    <output className="loading" style={{ minHeight: `${heightRem}rem` }}>
      <span className="loading-bar" aria-hidden="true" />
      Loading {what} …
    </output>
  );
}

interface Answerable<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface AnswerProps<T> {
  readonly query: Answerable<T>;
  readonly what: string;
  readonly heightRem?: number;
  readonly children: (data: T) => ReactNode;
}

/** What a query answered, or the state it is in. */
export function Answer<T>({ query, what, heightRem = 12, children }: AnswerProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading what={what} heightRem={heightRem} />;
}
