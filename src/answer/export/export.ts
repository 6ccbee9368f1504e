// An answer or a whole conversation leaves the product as a document: it is put on record before it does, and quotations that its asker
// may no longer read stay behind.
import type { Caller } from '../../access/access.ts';
import type { FileReply } from '../../access/route.ts';
import { type Clock, todayInChina } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { RunId } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Answer } from '../contract.ts';
import { docxType, type ExportFormat } from '../export-contract.ts';
import { aboutRun } from '../run-entries.ts';
import { findAnswer, listTurns, type Runs } from '../runs.store.ts';
import { asDocx } from './docx.ts';
import { asMarkdown } from './markdown.ts';
import { makeSheet } from './sheet.ts';
import type { ExportLanguage } from './words.ts';

/** What is said of the installation in what it exports. */
export interface ExportSettings {
  /** Where people open the pages. */
  readonly origin: string;
  /** Code of the institution in the implicit label of what models wrote; empty: none. */
  readonly producer: string;
}

export interface ExportDependencies {
  readonly runs: Runs;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly settings: ExportSettings;
  /** Without what the caller may not read any more. */
  readonly withhold: (answer: Answer, caller: Caller) => Promise<Answer>;
}

export interface ExportWish {
  readonly what: 'answer' | 'conversation';
  readonly format: ExportFormat;
  readonly language: ExportLanguage;
}

/** The newest of them: more would be a book. */
const mostTurns = 500;

export type ExportRun = (caller: Caller, id: RunId, wish: ExportWish) => Promise<FileReply>;

export function createExport({ runs, ledger, clock, settings, withhold }: ExportDependencies): ExportRun {
  /** Oldest first. */
  async function answersOf({ person }: Caller, id: RunId, what: ExportWish['what']): Promise<Answer[]> {
    const one = await findAnswer(runs, person, id);
    if (!one) throw new AppError('not-found', { what: 'run 运行' });
    if (what === 'answer' || one.conversationId === null) return [one];
    const turns = await listTurns(runs.tables, person, one.conversationId, mostTurns);
    const answers = await Promise.all(turns.map((turn) => findAnswer(runs, person, turn.id)));
    return answers.filter((answer) => answer !== undefined);
  }

  return async (caller, id, { what, format, language }) => {
    const answers = await Promise.all((await answersOf(caller, id, what)).map((answer) => withhold(answer, caller)));
    const sheet = makeSheet({ answers, language, today: todayInChina(clock), ...settings });
    const name = `${what}-${id}`;
    const file: FileReply =
      format === 'docx'
        ? { bytes: await asDocx(sheet), mediaType: docxType, fileName: `${name}.docx` }
        : { bytes: new TextEncoder().encode(asMarkdown(sheet)), mediaType: 'text/markdown', fileName: `${name}.md` };
    await ledger.append({
      ...aboutRun(caller, id),
      action: 'answer-exported',
      details: { what, format, label: sheet.label, runs: answers.map(({ runId }) => runId) },
    });
    return file;
  };
}
