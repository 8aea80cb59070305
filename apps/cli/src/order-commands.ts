// fabcommons quote and order: who can make it, buying it, and following what was bought.

import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { callRoute } from '#contracts/http/call-route';
import { readDesign } from '#contracts/http/designs';
import { answerCounterOffer, answerPrototype, placeOrder, readOrder, type OrderView } from '#contracts/http/orders';
import { quoteRequestSchema, readQuote, requestQuote, type QuoteView } from '#contracts/http/quotes';
import { formatMoney } from '#core/kernel/money';
import { OBJECTIVES, type Objective } from '#core/routing/objective';
import { command, wholeNumber, type Common } from './command.js';
import { EXIT, InputRefused } from './exit.js';
import { table, type Output } from './output.js';
import { connectionFrom } from './session.js';
import { ENDED, followOrder } from './watch-order.js';

export function orderCommands(program: Command): void {
  command<
    Common & {
      to: string;
      quantity: number;
      material?: string;
      color?: string;
      delivery: 'pickup' | 'shipping';
      objective?: Objective;
      prototypeFirst?: boolean;
    }
  >(
    program,
    'quote <release>',
    'who can make it, when and for how much (release id or short name of a design)',
    async (output, options, release) => {
      const connection = connectionFrom(options);
      const releaseId = release!.startsWith('rel_')
        ? release
        : (await callRoute(connection, readDesign, { params: { slug: release! } })).release.id;
      const { quantity, material, color, delivery, objective, prototypeFirst } = options;
      const body = quoteRequestSchema.parse({
        releaseId,
        quantity,
        material,
        color,
        delivery,
        objective,
        prototypeFirst,
        to: placeOf(options.to),
      });
      const quote = await callRoute(connection, requestQuote, { body });
      output.result(quote, () => showQuote(output, quote));
    },
  )
    .requiredOption('--to <place>', 'where it is wanted: "45.76,4.84" or a town such as "Lyon, FR"')
    .addOption(new Option('--quantity <n>', 'how many').argParser(wholeNumber).default(1))
    .option('--material <name>', 'material family; else what the designer wants, or what is usual')
    .option('--color <name>', 'colour')
    .addOption(
      new Option('--delivery <how>', 'collect it or have it sent').choices(['pickup', 'shipping']).default('pickup'),
    )
    .addOption(
      new Option('--objective <what>', 'what matters most; else what the policy says').choices([...OBJECTIVES]),
    )
    .option('--prototype-first', 'one is made first, to be looked at; the rest when you have said yes');

  const order = program.command('order').description('buy, and follow what was bought');
  command<Common & { idempotencyKey?: string; canWait?: number }>(
    order,
    'place <quote> [option]',
    'buy one option of a quote; the first when none is named',
    async (output, options, quoteId, optionId) => {
      const connection = connectionFrom(options);
      const chosen = optionId ?? (await firstOption(connection, quoteId!));
      const placed = await callRoute(connection, placeOrder, {
        body: {
          quoteId: quoteId as QuoteView['id'],
          optionId: chosen as `opt_${string}`,
          ...(options.canWait === undefined ? {} : { canWaitHours: options.canWait }),
        },
        headers: { 'idempotency-key': options.idempotencyKey ?? randomUUID() },
      });
      output.result(placed, () => showOrder(output, placed));
    },
  )
    .option('--idempotency-key <key>', 'the same key never buys twice; made up when none is given')
    .addOption(
      new Option('--can-wait <hours>', 'how long it may wait for others to share a plate with').argParser(wholeNumber),
    );
  command<Common & { agree?: boolean; refuse?: boolean }>(
    order,
    'answer <order> <offer>',
    'agree to what a lab would make it for instead, or refuse it',
    async (output, { agree, refuse, ...options }, orderId, offerId) => {
      if (agree === refuse) throw new InputRefused(SAY_WHICH);
      const answered = await callRoute(connectionFrom(options), answerCounterOffer, {
        params: { orderId: orderId as OrderView['id'], offerId: offerId as `ofr_${string}` },
        body: { accepted: agree === true },
      });
      output.result(answered, () => showOrder(output, answered));
    },
  )
    .option('--agree', 'yes: what it costs more is held')
    .option('--refuse', 'no: the next lab is asked');
  command<Common & { agree?: boolean; refuse?: boolean }>(
    order,
    'prototype <order>',
    'have the rest made after the prototype, or nothing more',
    async (output, { agree, refuse, ...options }, orderId) => {
      if (agree === refuse) throw new InputRefused({ ...SAY_WHICH, message: 'Say whether the rest is to be made.' });
      const answered = await callRoute(connectionFrom(options), answerPrototype, {
        params: { orderId: orderId as OrderView['id'] },
        body: { goOn: agree === true },
      });
      output.result(answered, () => showOrder(output, answered));
    },
  )
    .option('--agree', 'yes: the rest is made')
    .option('--refuse', 'no: what was held for the rest comes back');
  command<Common>(order, 'show <order>', 'an order as it stands', async (output, options, orderId) => {
    const found = await callRoute(connectionFrom(options), readOrder, {
      params: { orderId: orderId as OrderView['id'] },
    });
    output.result(found, () => showOrder(output, found));
  });
  command<Common & { until?: OrderView['state'] }>(
    order,
    'watch <order>',
    'follow an order until it is settled or cancelled',
    async (output, options, orderId) => {
      const { until } = options;
      const found = await followOrder(connectionFrom(options), orderId as OrderView['id'], {
        until: ({ state }) => ENDED.includes(state) || state === until,
        onEntry: ({ at, text }) => output.say(`${at}  ${text}`),
      });
      output.result(found, () => output.say(`The order is ${found.state}.`));
      if (found.state !== 'settled' && found.state !== until) process.exitCode = EXIT.notSettled;
    },
  ).option('--until <state>', 'end at this state already, e.g. ready');
}

const SAY_WHICH = {
  code: 'order/answer-missing',
  message: 'Say whether you agree to the counter-offer.',
  remedy: 'Add --agree or --refuse.',
};

function placeOf(text: string): { at: { lat: number; lon: number } } | { town: string } {
  const point = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (!point) return { town: text };
  const at = { lat: Number(point[1]), lon: Number(point[2]) };
  if (Math.abs(at.lat) <= 90 && Math.abs(at.lon) <= 180) return { at };
  throw new InputRefused({
    code: 'place/not-on-earth',
    message: `${text} is no point on the Earth.`,
    remedy: 'Latitude lies between -90 and 90, longitude between -180 and 180.',
  });
}

async function firstOption(connection: ReturnType<typeof connectionFrom>, quoteId: string): Promise<string> {
  const { options } = await callRoute(connection, readQuote, { params: { quoteId: quoteId as QuoteView['id'] } });
  if (options[0]) return options[0].id;
  throw new InputRefused({
    code: 'quote/no-option',
    message: 'The quote has no option: nobody can make it now.',
    remedy: 'Look at the reasons in the quote.',
  });
}

const piecesOf = (counts: readonly { readonly count: number }[]): string => {
  const pieces = counts.reduce((sum, { count }) => sum + count, 0);
  return pieces === 1 ? 'one piece' : `${pieces} pieces`;
};

function showQuote(output: Output, quote: QuoteView): void {
  output.say(`Quote ${quote.id}, valid until ${quote.expiresAt}`);
  if (quote.options.length === 0) output.say('Nobody can make it now:');
  const rows = quote.options.map((option) => [
    `  ${option.id}`,
    option.labName,
    `${option.distanceKm.toFixed(1)} km`,
    formatMoney({ minor: option.priceMinor, currency: option.currency }),
    new Date(option.readyAtMs).toISOString().slice(0, 16),
    `${option.co2eGrams.toFixed(0)} g CO2e`,
  ]);
  for (const line of table(rows)) output.say(line);
  for (const { id, shares = [] } of quote.options)
    for (const { counts, material, machineName, labName } of shares)
      output.say(`  ${id}: ${piecesOf(counts)} of ${material} on ${machineName}, ${labName}`);
  for (const { requirement, labsRemoved } of quote.tally)
    output.say(`  ${labsRemoved} of ${quote.labsConsidered} labs fail: ${requirement}`);
  for (const { labName, distanceKm, reason } of quote.passedOver.slice(0, 10))
    output.say(`  passed over: ${labName} (${distanceKm.toFixed(1)} km): ${reason}`);
}

function showOrder(
  output: Output,
  { id, state, title, quantity, totalMinor, currency, shipments, timeline, counterOffers, prototype }: OrderView,
): void {
  output.say(`Order ${id}: ${quantity} × ${title}, ${formatMoney({ minor: totalMinor, currency })}, ${state}`);
  for (const { at, text } of timeline) output.say(`  ${at}  ${text}`);
  for (const { offerId, labName } of counterOffers)
    output.say(`  ${labName} waits for a word: fabcommons order answer ${id} ${offerId} --agree | --refuse`);
  if (prototype === 'made')
    output.say(`  The rest waits for a word: fabcommons order prototype ${id} --agree | --refuse`);
  for (const { labName, pickupCode } of shipments)
    if (pickupCode) output.say(`  Collect at ${labName} with the code ${pickupCode}`);
}
