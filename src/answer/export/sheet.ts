// What is exported, whatever the format: turns of questions and answers, with a footnote at every place where a source is named.
import { dayInChina } from '../../base/clock.ts';
import type { Grade } from '../../base/grade.ts';
import { gradeWords, highestGrade } from '../../base/grade.ts';
import type { Answer, Quotation } from '../contract.ts';
import { type AiLabel, aiLabelOf } from './ai-label.ts';
import { type ExportLanguage, exportWords } from './words.ts';

export interface ExportSheet {
  readonly language: ExportLanguage;
  readonly title: string;
  readonly label: Grade;
  /** Stands over every page. */
  readonly header: string;
  /** Present where a model wrote any of it: stands at the head of the text. */
  readonly aiRemark: string | undefined;
  /** The same for machines. */
  readonly aiLabel: AiLabel | undefined;
  readonly turns: readonly ExportTurn[];
  /** In the order in which the text names them: the first is footnote 1. */
  readonly notes: readonly ExportNote[];
}

export interface ExportTurn {
  readonly question: string;
  /** Lines about how and when it was answered. */
  readonly remarks: readonly string[];
  readonly sentences: readonly ExportSentence[];
  /** Over what only the model says; undefined: there is none. */
  readonly opinionsTitle: string | undefined;
  readonly opinions: readonly ExportSentence[];
  /** Over what was found and is no answer; undefined: there is none. */
  readonly foundTitle: string | undefined;
  readonly found: readonly ExportSentence[];
}

export interface ExportSentence {
  readonly text: string;
  /** Numbers of footnotes. */
  readonly notes: readonly number[];
}

export interface ExportNote {
  readonly number: number;
  readonly text: string;
  /** To the document's page; undefined: it was told before. */
  readonly url: string | undefined;
}

export interface SheetRequest {
  readonly answers: readonly Answer[];
  readonly language: ExportLanguage;
  /** Where people open the pages. */
  readonly origin: string;
  /** Who answers for what a model wrote here, in the implicit label; empty: it is not said. */
  readonly producer: string;
  /** The day in China on which it is exported. */
  readonly today: string;
}

export function makeSheet({ answers, language, origin, producer, today }: SheetRequest): ExportSheet {
  const words = exportWords[language];
  const notes = createNotes(language, origin);
  const label = highestGrade(...answers.map((answer) => answer.label));
  const written = answers.filter(isWritten);
  const [first] = answers;
  return {
    language,
    title: first?.question ?? '',
    label,
    header: words.header(gradeWords[label][language], today),
    aiRemark: written.length === 0 ? undefined : answers.every(isChecked) ? words.written : words.partlyWritten,
    aiLabel: written[0] && aiLabelOf(written[0].runId, producer),
    turns: answers.map((answer) => turnOf(answer, language, notes)),
    notes: notes.all,
  };
}

/** Something that a model wrote is shown. */
function isWritten(answer: Answer): boolean {
  return isAnsweredByModel(answer) || answer.opinions.length > 0;
}

function isAnsweredByModel({ engine, sentences }: Answer): boolean {
  return engine === 'generative' && sentences.length > 0;
}

/** All of it is of a model, and was checked against its sources. */
function isChecked(answer: Answer): boolean {
  return isAnsweredByModel(answer) && answer.opinions.length === 0;
}

function turnOf(answer: Answer, language: ExportLanguage, notes: Notes): ExportTurn {
  const words = exportWords[language];
  const { question, understoodAs, asOf, notice, contact, refused, citations, found, opinions } = answer;
  const askedOn = dayInChina(new Date(answer.askedAt));
  const quotationOf = new Map(citations.map((quotation) => [quotation.number, quotation]));
  const remarks = [
    words.asked(askedOn, asOf, gradeWords[answer.label][language]),
    understoodAs && words.understoodAs(understoodAs),
    isAnsweredByModel(answer) ? words.written : refused ? null : words.quoted,
    notice?.[language],
    contact && words.contact(contact),
  ];
  return {
    question,
    remarks: remarks.filter((line) => typeof line === 'string'),
    sentences: answer.sentences.map(({ text, citations: numbers }) => {
      const quotations = numbers.flatMap((number) => quotationOf.get(number) ?? []);
      return { text, notes: quotations.map((quotation) => notes.add(answer.runId, quotation, askedOn, quotation.quote !== text)) };
    }),
    opinionsTitle: opinions.length > 0 ? words.opinions : undefined,
    opinions: opinions.map(({ text }) => ({ text, notes: [] })),
    foundTitle: refused && found.length > 0 ? words.found : undefined,
    found: refused
      ? found.map((quotation) => ({ text: quotation.quote, notes: [notes.add(answer.runId, quotation, askedOn, false)] }))
      : [],
  };
}

interface Notes {
  readonly all: readonly ExportNote[];
  /** One for every place that names a source; the second time it points to the first. */
  add(run: string, quotation: Quotation, usedOn: string, withQuote: boolean): number;
}

function createNotes(language: ExportLanguage, origin: string): Notes {
  const words = exportWords[language];
  const all: ExportNote[] = [];
  const known = new Map<string, number>();
  return {
    all,
    add(run, { version, document, headingPath, page, start, end, quote, isAttached }, usedOn, withQuote) {
      const number = all.length + 1;
      const place = `${run} ${version.id} ${start} ${end}`;
      const before = known.get(place);
      if (before !== undefined) {
        all.push({ number, text: words.sameAs(before), url: undefined });
        return number;
      }
      known.set(place, number);
      const parts = [
        words.title(document.title),
        version.documentNumber,
        headingPath.length > 0 ? headingPath.join(' › ') : null,
        page === null ? null : words.page(page),
        ...(isAttached ? [words.attached] : [words.version(version.number), words.validity[version.validity]]),
        words.usedOn(usedOn),
        withQuote ? words.quote(quote) : null,
      ];
      const text = words.sentence(parts.filter((part) => part !== null));
      all.push({ number, text, url: isAttached ? undefined : `${origin}/library/${document.id}` });
      return number;
    },
  };
}
