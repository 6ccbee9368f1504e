// The only place that reads the environment. One typed object, checked at start, all faults reported together.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type DirectorySettings, directoryFaults, directorySettings, directoryShape } from './directory-settings.ts';
import { AppError } from './errors.ts';
import { incidentShape, type WebhookSettings, webhookFaults, webhookSettings } from './incident-settings.ts';
import { limitSettings, limitShape } from './limit-settings.ts';
import { type ListeningSettings, listeningFaults, listeningSettings, listeningShape } from './listening-settings.ts';
import { type NetworkSettings, networkSettings, networkShape } from './network-settings.ts';
import { type OcrSettings, ocrFaults, ocrSettings, ocrShape } from './ocr-settings.ts';
import { type SignInPolicy, signInPolicy, signInShape } from './sign-in-settings.ts';
import { type SourceSettings, sourceSettings, sourceShape } from './source-settings.ts';
import { type TelemetrySettings, telemetrySettings, telemetryShape } from './telemetry-settings.ts';

const schema = z.object({
  ...listeningShape,
  HENGJIAN_DATA: z.string().min(1).default('./data').describe('Folder of the embedded database and the files'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'A PostgreSQL server to use in place of the embedded database; beyond this machine its certificate is verified (sslmode=verify-full)',
    ),
  ...networkShape,
  ...limitShape,
  ...ocrShape,
  ...sourceShape,
  HENGJIAN_DEMO: z.enum(['on', 'off']).default('on').describe('Load the demo institution into an empty library'),
  HENGJIAN_LEDGER_EXPORT: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder for signed checkpoints of the ledger, best on another machine or a medium that is written once; default `ledger-checkpoints` in the data folder',
    ),
  HENGJIAN_LEDGER_SIGNATURE: z
    .enum(['ed25519', 'sm2'])
    .default('ed25519')
    .describe('How checkpoints of the ledger are signed: Ed25519, or SM2 with SM3'),
  HENGJIAN_MASTER_KEY_FILE: z
    .string()
    .optional()
    .describe('File of the master key, made at the first start; default `keys/master.key` in the data folder. Keep a copy elsewhere'),
  HENGJIAN_MASTER_KEY: z.string().optional().describe('The master key itself in place of a file: 32 bytes in base64'),
  HENGJIAN_MASTER_KEY_COMMAND: z
    .string()
    .optional()
    .describe('A command that prints the master key in base64, in place of a file: the hook for a key management service'),
  HENGJIAN_MASTER_KEY_PREVIOUS: z
    .string()
    .optional()
    .describe(
      'The master key before the one now given by HENGJIAN_MASTER_KEY or HENGJIAN_MASTER_KEY_COMMAND, for the start that replaces it',
    ),
  HENGJIAN_CIPHER: z
    .enum(['aes', 'sm4'])
    .default('aes')
    .describe('Cipher of new data keys: AES-256-GCM, or SM4 with HMAC-SM3. Data already encrypted changes with `encryption rotate`'),
  HENGJIAN_BACKUP: z.string().min(1).optional().describe('Folder for backups, best on another disk; when set, one is made every day'),
  HENGJIAN_BACKUP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM (应为 HH:MM)')
    .default('02:00')
    .describe('China time of the daily backup'),
  HENGJIAN_BACKUP_KEEP: z
    .string()
    .regex(/^\d{1,3},\d{1,3},\d{1,3}$/, 'must be three numbers, for example 7,4,12 (应为三个数，如 7,4,12)')
    .default('7,4,12')
    .describe('How many daily, weekly and monthly backups are kept'),
  HENGJIAN_BACKUP_KEY_FILE: z
    .string()
    .optional()
    .describe('File of the backup key, made at the first backup; default `keys/backup.key` in the data folder. Keep a copy elsewhere'),
  HENGJIAN_BACKUP_KEY: z.string().optional().describe('The backup key itself in place of a file: 32 bytes in base64'),
  HENGJIAN_BACKUP_MASTER_KEY: z
    .enum(['apart', 'included'])
    .default('apart')
    .describe('Whether the master key travels in backups, encrypted under the backup key; `apart` needs both keys to restore'),
  HENGJIAN_AI_PRODUCER: z
    .string()
    .max(64)
    .regex(/^[0-9A-Za-z]*$/, 'must be letters and digits (只能是字母和数字)')
    .default('')
    .describe('Code of the institution in the implicit label (GB 45438-2025, `AIGC`) of exported answers that a model wrote'),
  ...signInShape,
  ...incidentShape,
  ...telemetryShape,
  ...directoryShape,
  XDG_CONFIG_HOME: z.string().optional().describe('Where the command line keeps its sessions, in `hengjian/`; by default `~/.config`'),
  HENGJIAN_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn').describe('Least severity that is logged'),
});
/** Names, defaults and meanings of the settings, for the generated table in the documents. */
export const configSchema = schema;

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl?: string;
  readonly listening: ListeningSettings;
  readonly network: NetworkSettings;
  /** Requests in a minute, by class. */
  readonly limits: ReturnType<typeof limitSettings>;
  readonly loadDemo: boolean;
  /** What recognises text in scans and pictures. */
  readonly ocr: OcrSettings;
  /** Where files may be followed. */
  readonly sources: SourceSettings;
  /** Whether what is due at set times is done; not where a copy of the data is only looked at. */
  readonly keepsSchedules: boolean;
  /** Folder of the exported checkpoints. */
  readonly ledgerExport: string;
  readonly ledgerSignature: z.infer<typeof schema>['HENGJIAN_LEDGER_SIGNATURE'];
  readonly cipher: z.infer<typeof schema>['HENGJIAN_CIPHER'];
  readonly masterKey: { readonly file: string; readonly key?: string; readonly command?: string; readonly previousKey?: string };
  readonly backup: {
    readonly folder?: string;
    readonly at: string;
    readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
    readonly key: { readonly file: string; readonly key?: string };
    readonly includesMasterKey: boolean;
  };
  readonly signIn: SignInPolicy;
  /** Who is told of incidents. */
  readonly webhook?: WebhookSettings;
  /** In exported answers: where people open the pages, and the code of the institution in the implicit label of what models wrote, if any. */
  readonly exports: { readonly origin: string; readonly producer: string };
  readonly telemetry: TelemetrySettings;
  readonly directory: DirectorySettings;
  /** The command line's own folder of the person who runs it. */
  readonly userFolder: string;
  readonly logLevel: z.infer<typeof schema>['HENGJIAN_LOG'];
}

/** A variable that the command line was told to look into, such as one that holds a key; empty where there is none. */
export function environmentValue(name: string): string {
  return process.env[name] ?? '';
}

/** `given` (from the command line) goes before the environment. */
export function readConfig(given: Readonly<Record<string, string | undefined>> = {}, environment: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.entries({ ...environment, ...defined(given) }).filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(present));
  if (!parsed.success)
    throw new AppError('configuration-invalid', {
      fault: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    });
  if (parsed.data.HENGJIAN_MASTER_KEY && parsed.data.HENGJIAN_MASTER_KEY_COMMAND)
    throw new AppError('configuration-invalid', {
      fault: 'HENGJIAN_MASTER_KEY, HENGJIAN_MASTER_KEY_COMMAND: give one of them (只能设置其中一个)',
    });
  const faults = [
    ...listeningFaults(parsed.data),
    ...directoryFaults(parsed.data),
    ...webhookFaults(parsed.data),
    ...ocrFaults(parsed.data),
  ];
  if (faults.length > 0) throw new AppError('configuration-invalid', { fault: faults.join('; ') });
  const webhook = webhookSettings(parsed.data);
  const { PORT, HOST, HENGJIAN_DATA, DATABASE_URL, HENGJIAN_DEMO, XDG_CONFIG_HOME, HENGJIAN_LOG } = parsed.data;
  const { HENGJIAN_LEDGER_EXPORT, HENGJIAN_LEDGER_SIGNATURE } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataFolder: resolve(HENGJIAN_DATA),
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    listening: listeningSettings(parsed.data),
    network: networkSettings(parsed.data),
    limits: limitSettings(parsed.data),
    loadDemo: HENGJIAN_DEMO === 'on',
    ocr: ocrSettings(parsed.data),
    sources: sourceSettings(parsed.data),
    keepsSchedules: true,
    ledgerExport: resolve(HENGJIAN_LEDGER_EXPORT ?? join(HENGJIAN_DATA, 'ledger-checkpoints')),
    ledgerSignature: HENGJIAN_LEDGER_SIGNATURE,
    cipher: parsed.data.HENGJIAN_CIPHER,
    masterKey: masterKeyIn(parsed.data),
    backup: backupIn(parsed.data),
    signIn: signInPolicy(parsed.data),
    ...(webhook ? { webhook } : {}),
    exports: {
      origin: listeningSettings(parsed.data).publicOrigins[0] ?? `http://127.0.0.1:${PORT}`,
      producer: parsed.data.HENGJIAN_AI_PRODUCER,
    },
    telemetry: telemetrySettings(parsed.data),
    directory: directorySettings(parsed.data),
    userFolder: join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'hengjian'),
    logLevel: HENGJIAN_LOG,
  };
}

function masterKeyIn(data: z.infer<typeof schema>): Config['masterKey'] {
  const { HENGJIAN_MASTER_KEY: key, HENGJIAN_MASTER_KEY_COMMAND: command, HENGJIAN_MASTER_KEY_PREVIOUS: previousKey } = data;
  return {
    file: resolve(data.HENGJIAN_MASTER_KEY_FILE ?? join(data.HENGJIAN_DATA, 'keys', 'master.key')),
    ...(key === undefined ? {} : { key }),
    ...(command === undefined ? {} : { command }),
    ...(previousKey === undefined ? {} : { previousKey }),
  };
}

function backupIn(data: z.infer<typeof schema>): Config['backup'] {
  const [daily = 0, weekly = 0, monthly = 0] = data.HENGJIAN_BACKUP_KEEP.split(',').map(Number);
  const file = data.HENGJIAN_BACKUP_KEY_FILE ?? join(data.HENGJIAN_DATA, 'keys', 'backup.key');
  return {
    ...(data.HENGJIAN_BACKUP ? { folder: resolve(data.HENGJIAN_BACKUP) } : {}),
    at: data.HENGJIAN_BACKUP_AT,
    keep: { daily, weekly, monthly },
    key: { file: resolve(file), ...(data.HENGJIAN_BACKUP_KEY ? { key: data.HENGJIAN_BACKUP_KEY } : {}) },
    includesMasterKey: data.HENGJIAN_BACKUP_MASTER_KEY === 'included',
  };
}

function defined(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
