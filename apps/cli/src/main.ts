// fabcommons: publish, quote, order and look, from a terminal, a script or a Git repository.

import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { callRoute } from '#contracts/http/call-route';
import { readDesign } from '#contracts/http/designs';
import {
  placeOrder,
  quoteRequestSchema,
  readOrder,
  requestQuote,
  type OrderView,
  type QuoteView,
} from '#contracts/http/orders';
import { formatMoney } from '#core/kernel/money';
import { estimateFiles, type EstimateOptions, withEstimateOptions } from './estimate-files.js';
import { EXIT, InputRefused, tellOf } from './exit.js';
import { readLabList, sendLabs } from './import-labs.js';
import { inspectFiles, isUsable } from './inspect-files.js';
import { readModels, SHIPPED_MODELS } from './machine-models.js';
import { outputFor, table, type Output } from './output.js';
import { publishFolder } from './publish-folder.js';
import { connectionFrom } from './session.js';
import { ENDED, followOrder } from './watch-order.js';

interface Common {
  readonly json: boolean;
  readonly url?: string;
  readonly key?: string;
}

const program = new Command('fabcommons')
  .description('Design global, make local: publish open designs, and have them made near by.')
  .showHelpAfterError('(fabcommons --help lists the commands)')
  .addHelpText(
    'after',
    `
Exit codes: 0 done · 1 fault · 2 wrong command line · 3 refused by the network · 4 network unreachable
            5 some input cannot be used · 6 the order ended without being settled
The network and the key: --url and --key, FABCOMMONS_URL and FABCOMMONS_KEY, or what npm start left in .fabcommons/cli.json`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));

/** A command with the options that all have, told in one way when it fails. */
function command<Options extends Common>(
  parent: Command,
  usage: string,
  description: string,
  run: (output: Output, options: Options, ...args: string[]) => Promise<void>,
): Command {
  const made = parent.command(usage, { isDefault: usage.startsWith('place ') }).description(description);
  made
    .option('--json', 'print JSON for machines', false)
    .option('--url <url>', 'address of the network')
    .option('--key <key>', 'API key');
  made.action(async (...given: unknown[]) => {
    const options = made.opts<Options>();
    try {
      await run(outputFor(options.json), options, ...(given.slice(0, -2) as string[]));
    } catch (error) {
      const told = tellOf(error);
      if (options.json) process.stdout.write(`${JSON.stringify({ error: told.error }, null, 2)}\n`);
      else
        process.stderr.write(
          `${[told.error.title, told.error.detail, told.error.remedy].filter(Boolean).join('\n')}\n`,
        );
      process.exitCode = told.code;
    }
  });
  return made;
}

const wholeNumber = (text: string): number => {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
};

command<Common & { license?: string; title?: string; release?: string; slug?: string }>(
  program,
  'publish <path>',
  'publish a folder (or one file) as a release',
  async (output, options, path) => {
    let bar = output.progress('Uploading', 0);
    const { license, title, release: version, slug } = options;
    const release = await publishFolder(
      connectionFrom(options),
      path!,
      { license, title, version, slug },
      {
        begin: (total) => (bar = output.progress('Uploading', total)),
        uploaded: (bytes) => bar.done(bytes),
      },
    );
    bar.end();
    output.result(release, () => {
      output.say(`${release.title} ${release.version} is published: ${release.id} (${release.slug})`);
      for (const line of release.understood) output.say(`  ${line}`);
      for (const line of table(
        release.parts.map(({ name, quantity, boxMm, volumeMm3, watertight }) => [
          `  ${quantity} ×`,
          name,
          `${boxMm.x.toFixed(1)} × ${boxMm.y.toFixed(1)} × ${boxMm.z.toFixed(1)} mm`,
          `${(volumeMm3 / 1000).toFixed(2)} cm³`,
          watertight ? 'watertight' : 'not watertight',
        ]),
      ))
        output.say(line);
    });
  },
)
  .option('--license <spdx>', 'licence, where the folder names none')
  .option('--title <text>', 'title, where the folder names none')
  .option('--release <semver>', 'version of the release')
  .option('--slug <name>', 'short name in addresses');

const labs = program.command('labs').description('labs of the network');
command<Common & { models?: string }>(
  labs,
  'import <file>',
  'list labs from a public source (JSON as data/labs/sample-labs.json; a CSV of machine models is checked)',
  async (output, options, file) => {
    if (file!.endsWith('.csv')) {
      const models = await readModels(file!);
      output.result({ models: models.length }, () =>
        output.say(`${models.length} machine models can be used: give the file with --models when labs are imported.`),
      );
      return;
    }
    const { labs: list, refused } = await readLabList(file!, await readModels(options.models ?? SHIPPED_MODELS));
    const bar = output.progress('Importing', list.length);
    const sent = await sendLabs(connectionFrom(options, 'steward'), list, (count) => bar.done(count));
    bar.end();
    output.result({ ...sent, refused }, () => {
      output.say(`${sent.added} labs added, ${sent.changed} changed, ${refused.length} refused.`);
      for (const { row, id, reason } of refused) output.say(`  row ${row} (${id}): ${reason}`);
    });
    if (refused.length > 0) process.exitCode = EXIT.unusableInput;
  },
).option('--models <csv>', 'machine models that give names their size');

command<Common & { to: string; quantity: number; material: string; color?: string; delivery: 'pickup' | 'shipping' }>(
  program,
  'quote <release>',
  'who can make it, when and for how much (release id or short name of a design)',
  async (output, options, release) => {
    const connection = connectionFrom(options);
    const releaseId = release!.startsWith('rel_')
      ? release
      : (await callRoute(connection, readDesign, { params: { slug: release! } })).release.id;
    const { quantity, material, color, delivery } = options;
    const body = quoteRequestSchema.parse({ releaseId, quantity, material, color, delivery, to: placeOf(options.to) });
    const quote = await callRoute(connection, requestQuote, { body });
    output.result(quote, () => showQuote(output, quote));
  },
)
  .requiredOption('--to <place>', 'where it is wanted: "45.76,4.84" or a town such as "Lyon, FR"')
  .addOption(new Option('--quantity <n>', 'how many').argParser(wholeNumber).default(1))
  .option('--material <name>', 'material family', 'PLA')
  .option('--color <name>', 'colour')
  .addOption(
    new Option('--delivery <how>', 'collect it or have it sent').choices(['pickup', 'shipping']).default('pickup'),
  );

const order = program.command('order').description('buy, and follow what was bought');
command<Common & { idempotencyKey?: string }>(
  order,
  'place <quote> [option]',
  'buy one option of a quote; the first when none is named',
  async (output, options, quoteId, optionId) => {
    const connection = connectionFrom(options);
    const chosen = optionId ?? (await firstOption(connection, quoteId!));
    const placed = await callRoute(connection, placeOrder, {
      body: { quoteId: quoteId as QuoteView['id'], optionId: chosen as `opt_${string}` },
      headers: { 'idempotency-key': options.idempotencyKey ?? randomUUID() },
    });
    output.result(placed, () => showOrder(output, placed));
  },
).option('--idempotency-key <key>', 'the same key never buys twice; made up when none is given');
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

command<Common>(
  program,
  'inspect <files...>',
  'measure mesh files here, without a network',
  async (output, _options, ...given) => {
    const files = given.flat();
    const bar = output.progress('Measuring', files.length);
    let done = 0;
    const inspected = await inspectFiles(files, () => bar.done(++done));
    bar.end();
    output.result(inspected, () => {
      for (const { file, measured, refusal } of inspected) {
        output.say(file);
        if (refusal) output.say(`  ${refusal.code}: ${refusal.message} ${refusal.remedy ?? ''}`);
        if (!measured) continue;
        const { boxMm, volumeMm3, areaMm2, triangles, shells, watertight } = measured.measures;
        output.say(
          `  ${boxMm.x.toFixed(2)} × ${boxMm.y.toFixed(2)} × ${boxMm.z.toFixed(2)} mm, ${(volumeMm3 / 1000).toFixed(3)} cm³, ${(areaMm2 / 100).toFixed(2)} cm², ${triangles} triangles, ${shells} ${shells === 1 ? 'body' : 'bodies'}, ${watertight ? 'watertight' : 'not watertight'}`,
        );
        for (const { severity, message } of measured.problems) output.say(`  ${severity}: ${message}`);
      }
    });
    if (!inspected.every(isUsable)) process.exitCode = EXIT.unusableInput;
  },
);

withEstimateOptions(
  command<Common & EstimateOptions>(
    program,
    'estimate <files...>',
    'time and material of mesh files as they lie, without slicing and without a network',
    async (output, options, ...given) => {
      if (!(await estimateFiles(given.flat(), options, output))) process.exitCode = EXIT.unusableInput;
    },
  ),
);

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
  const { readQuote } = await import('#contracts/http/orders');
  const { options } = await callRoute(connection, readQuote, { params: { quoteId: quoteId as QuoteView['id'] } });
  if (options[0]) return options[0].id;
  throw new InputRefused({
    code: 'quote/no-option',
    message: 'The quote has no option: nobody can make it now.',
    remedy: 'Look at the reasons in the quote.',
  });
}

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
  for (const { requirement, labsRemoved } of quote.tally)
    output.say(`  ${labsRemoved} of ${quote.labsConsidered} labs fail: ${requirement}`);
  for (const { labName, distanceKm, reason } of quote.passedOver.slice(0, 10))
    output.say(`  passed over: ${labName} (${distanceKm.toFixed(1)} km): ${reason}`);
}

function showOrder(
  output: Output,
  { id, state, title, quantity, totalMinor, currency, shipments, timeline }: OrderView,
): void {
  output.say(`Order ${id}: ${quantity} × ${title}, ${formatMoney({ minor: totalMinor, currency })}, ${state}`);
  for (const { at, text } of timeline) output.say(`  ${at}  ${text}`);
  for (const { labName, pickupCode } of shipments)
    if (pickupCode) output.say(`  Collect at ${labName} with the code ${pickupCode}`);
}

await program.parseAsync();
