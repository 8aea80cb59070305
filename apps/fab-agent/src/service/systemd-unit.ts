// A systemd unit for the agent: it may write its home, reach the network, and little else.

export interface UnitParts {
  /** Of the whole system, or of one user. */
  readonly scope: 'system' | 'user';
  readonly homes: readonly string[];
  /** The program that runs, and what it is given before `run`. */
  readonly command: readonly string[];
  /** Whom the agent runs as; systems' units only. */
  readonly user: string;
  /** Folders of machines that are reached by files. */
  readonly folders: readonly string[];
}

/** The unit's text. Memory stays writable and executable, as the engine compiles while it runs. */
export function systemdUnit({ scope, homes, command, user, folders }: UnitParts): string {
  const program = [...command, 'run', ...homes.flatMap((home) => ['--home', home])].map(quoted).join(' ');
  // A folder on a drive that is not there keeps the other machines from nothing: the dash lets it be missing.
  const writes = [...homes, ...folders.map((folder) => `-${folder}`)].map(quoted).join(' ');
  const lines = [
    '[Unit]',
    'Description=Fabcommons agent: the machines of this lab take part in a network',
    ...(scope === 'system' ? ['Wants=network-online.target', 'After=network-online.target'] : []),
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${program}`,
    ...(scope === 'system' ? [`User=${user}`] : []),
    'Restart=always',
    'RestartSec=10',
    '# A print goes on without the agent; what it is writing gets time to end.',
    'TimeoutStopSec=60',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    ...(scope === 'system' ? ['ProtectHome=read-only', ...PROTECTIONS] : []),
    'PrivateTmp=yes',
    `ReadWritePaths=${writes}`,
    'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
    'RestrictSUIDSGID=yes',
    'LockPersonality=yes',
    'SystemCallArchitectures=native',
    '',
    '[Install]',
    `WantedBy=${scope === 'system' ? 'multi-user.target' : 'default.target'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What only the system's own manager can promise. */
const PROTECTIONS = [
  'PrivateDevices=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectControlGroups=yes',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'CapabilityBoundingSet=',
  'AmbientCapabilities=',
];

/** One word of a unit: `%` and `$` mean something there, and so do quotes and backslashes. */
function quoted(word: string): string {
  const plain = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@+,./:=%-]+$/.test(plain) ? plain : `"${plain}"`;
}
