// fabcommons publish: a folder, a Git checkout or a file into the commons.

import { type Command, Option } from 'commander';
import type { DraftView } from '#contracts/http/drafts';
import type { ReleaseView } from '#contracts/http/releases';
import { command, type Common } from './command.js';
import { table, type Output } from './output.js';
import { draftFolder, publishFolder, type PublishProgress } from './publish-folder.js';
import { connectionFrom } from './session.js';

interface PublishOptions extends Common {
  readonly license?: string;
  readonly title?: string;
  readonly release?: string;
  readonly slug?: string;
  readonly draft?: boolean;
}

export function publishCommands(program: Command): void {
  command<PublishOptions>(
    program,
    'publish <path>',
    'publish a folder, a Git checkout or one file as a release; only what the network lacks is sent',
    async (output, options, path) => {
      const { license, title, release: version, slug } = options;
      const choices = { license, title, version, slug };
      const connection = connectionFrom(options);
      if (options.draft) {
        const draft = await draftFolder(connection, path!, choices, progressOn(output));
        output.result(draft, () => showDraft(output, draft));
        return;
      }
      const release = await publishFolder(connection, path!, choices, progressOn(output));
      output.result(release, () => showRelease(output, release));
    },
  )
    .option('--license <spdx>', 'licence, where the folder names none')
    .option('--title <text>', 'title, where the folder names none')
    .option('--release <semver>', 'version of the release')
    .option('--slug <name>', 'short name in addresses')
    .addOption(new Option('--draft', 'stop at a draft, and tell what was understood, guessed and is missing'));
}

function progressOn(output: Output): PublishProgress {
  let bar = output.progress('Uploading', 0);
  return {
    begin: (bytes, files, kept) => {
      output.say(`${files} of ${files + kept} files are new to the network.`);
      bar = output.progress('Uploading', bytes);
    },
    uploaded: (bytes) => bar.done(bytes),
    end: () => bar.end(),
  };
}

function showRelease(output: Output, release: ReleaseView): void {
  output.say(`${release.title} ${release.version} is published: ${release.id} (${release.slug})`);
  for (const line of release.understood) output.say(`  ${line}`);
  const rows = release.parts.map(({ name, quantity, boxMm, volumeMm3, watertight }) => [
    `  ${quantity} ×`,
    name,
    `${boxMm.x.toFixed(1)} × ${boxMm.y.toFixed(1)} × ${boxMm.z.toFixed(1)} mm`,
    `${(volumeMm3 / 1000).toFixed(2)} cm³`,
    watertight ? 'watertight' : 'not watertight',
  ]);
  for (const line of table(rows)) output.say(line);
}

function showDraft(output: Output, draft: DraftView): void {
  output.say(`Draft ${draft.id}: ${draft.title}`);
  for (const { kind, field, message, line } of draft.findings)
    output.say(`  ${kind}: ${field}${line === undefined ? '' : ` (line ${line})`}: ${message}`);
  for (const { path, quantity, reason } of draft.proposals)
    output.say(`  to confirm: ${path}${quantity === undefined ? '' : ` × ${quantity}`}: ${reason}`);
}
