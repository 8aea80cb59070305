// fabcommons decision: why it was decided so, and deciding it again from what was kept.

import type { Command } from 'commander';
import { callRoute } from '#contracts/http/call-route';
import { readDecision } from '#contracts/http/quotes';
import { formatMoney } from '#core/kernel/money';
import type { DecisionId } from '#core/kernel/ids';
import { command, type Common } from './command.js';
import { type DecisionRecord, type Replay, fetchRecord, readRecord, replayOf } from './decision-record.js';
import { EXIT, InputRefused } from './exit.js';
import { type Output, table } from './output.js';
import { connectionFrom } from './session.js';

export function decisionCommands(program: Command): void {
  const decision = program.command('decision').description('why it was decided so, and deciding it again');
  command<Common & { inputs?: true }>(
    decision,
    'show <decision>',
    'what was decided, and why',
    async (output, options, id) => {
      const connection = connectionFrom(options);
      const decisionId = id as DecisionId;
      const shown = options.inputs
        ? await fetchRecord(connection, decisionId)
        : await callRoute(connection, readDecision, { params: { decisionId } });
      output.result(shown, () => showDecision(output, shown));
    },
  ).option('--inputs', 'with everything it was made from, to be kept and replayed (with --json)');
  command<Common & { file?: string }>(
    decision,
    'replay [decision]',
    'decide it again here, from what it was made from; exit code 1 when it is different',
    async (output, options, id) => {
      const record = await recordOf(options, id);
      const replay = replayOf(record, options.file ?? record.decisionId);
      output.result(replay, () => showReplay(output, replay));
      if (!replay.same) process.exitCode = EXIT.fault;
    },
  ).option('--file <file>', 'one that was saved with: decision show ID --inputs --json');
}

function recordOf(
  options: Common & { file?: string },
  id: string | undefined,
): Promise<DecisionRecord> | DecisionRecord {
  if (options.file !== undefined) return readRecord(options.file);
  if (id !== undefined) return fetchRecord(connectionFrom(options), id as DecisionId);
  throw new InputRefused({
    code: 'decision/missing',
    message: 'There is nothing to replay.',
    remedy: 'Name a decision, or a file with --file.',
  });
}

function showReplay(output: Output, { decisionId, same, code, changedInputs, differences }: Replay): void {
  output.say(same ? `same: ${decisionId} is decided the same again.` : `different: ${decisionId}`);
  if (code.kept !== code.now)
    output.say(`  It was decided by version ${code.kept} of the routing code; this program has version ${code.now}.`);
  for (const name of changedInputs)
    output.say(
      `  ${name === 'manifest' ? 'The manifest' : `Input ${name.slice(0, 12)}…`} is not what it was made from: its hash differs.`,
    );
  const text = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  for (const { path, kept, now } of differences) output.say(`  ${path}: ${text(kept)} then, ${text(now)} now`);
}

type Shown = Pick<DecisionRecord, 'decisionId' | 'kind' | 'atMs' | 'policyVersion' | 'inputsSha256' | 'answer'>;

function showDecision(output: Output, { decisionId, kind, atMs, policyVersion, inputsSha256, answer }: Shown): void {
  const { options, labsConsidered, objective = 'closest', passedOver, toAsk = [], nearestMisses = [] } = answer;
  output.say(`Decision ${decisionId} (${kind}) of ${new Date(atMs).toISOString()}, policy version ${policyVersion}`);
  output.say(`${labsConsidered} labs were considered; ${objective} first. Inputs: ${inputsSha256}`);
  const rows = options.map(({ labName, distanceKm, priceMinor, currency, costMinor, readyAtMs }) => [
    `  ${labName}`,
    `${distanceKm.toFixed(1)} km`,
    formatMoney({ minor: priceMinor, currency }),
    new Date(readyAtMs).toISOString().slice(0, 16),
    costMinor === undefined ? '' : `cost ${formatMoney({ minor: costMinor, currency })}`,
  ]);
  for (const line of table(rows)) output.say(line);
  for (const { sentence } of nearestMisses) output.say(`  ${sentence}`);
  for (const { labName, distanceKm, questions } of toAsk.slice(0, 10))
    output.say(`  to be asked: ${labName} (${distanceKm.toFixed(1)} km): ${questions[0]?.question ?? ''}`);
  for (const { labName, distanceKm, reason } of passedOver.slice(0, 10))
    output.say(`  passed over: ${labName} (${distanceKm.toFixed(1)} km): ${reason}`);
}
