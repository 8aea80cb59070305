import { expect, it } from 'vitest';
import { stateAfter, type Review } from './review-state.js';

const [designer, ana, ben] = ['acc_designer', 'acc_ana', 'acc_ben'] as const;
const review = (by: Review['by'], verdict: Review['verdict'], more: Partial<Review> = {}): Review => ({
  by,
  verdict,
  atMs: 1,
  trusted: true,
  ...more,
});
const after = (...reviews: Review[]) => stateAfter(reviews, [designer], false);

it('is unreviewed until somebody who is trusted says something', () => {
  expect(after()).toBe('unreviewed');
  expect(after(review(ana, 'validated', { trusted: false }), review(ben, 'flagged', { trusted: false }))).toBe(
    'unreviewed',
  );
});

it('is validated by a reviewer, and never by its own designer', () => {
  expect(after(review(ana, 'validated'))).toBe('validated');
  expect(after(review(designer, 'validated'))).toBe('unreviewed');
});

it('is flagged by one standing flag, also the designer’s own, whatever others validated', () => {
  expect(after(review(ana, 'validated'), review(ben, 'flagged'))).toBe('flagged');
  expect(after(review(ana, 'validated'), review(designer, 'flagged'))).toBe('flagged');
});

it('is what a reviewer said last', () => {
  expect(after(review(ana, 'flagged'), review(ana, 'validated', { atMs: 2 }))).toBe('validated');
  expect(after(review(ana, 'validated', { atMs: 2 }), review(ana, 'flagged'))).toBe('validated');
  expect(after(review(ana, 'flagged'), review(ana, 'validated'))).toBe('validated');
});

it('stays withdrawn', () => {
  expect(stateAfter([review(ana, 'validated')], [designer], true)).toBe('withdrawn');
});
