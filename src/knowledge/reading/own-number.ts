// The number of a document: 发文字号, or the number of an order, of an announcement, of minutes.

const numberPattern = /([\p{Script=Han}]{1,12})\s*[〔[［（(【]\s*((?:19|20)\d{2})\s*[〕\]］）)】]\s*第?\s*0*(\d{1,5})\s*号/u;

/** The first 发文字号 in a text, in its normal form: 云政发〔2024〕3号. */
export function findDocumentNumber(text: string): string | undefined {
  const found = numberPattern.exec(text);
  return found === null ? undefined : `${found[1]}〔${found[2]}〕${found[3]}号`;
}

/** A document's own number stands alone on its line, which is short; numbers inside sentences are those of others. */
export function ownNumber(head: readonly string[]): string | undefined {
  return firstOf(head, (line, before) => officialNumber(line) ?? orderNumber(line, before));
}

/** Numbers that count within one series of one organ, and so identify nothing alone: 2024年第18号, 〔2024〕26号. */
export function serialNumber(head: readonly string[]): string | undefined {
  return firstOf(head, (line) => {
    const [, year, number] = /^(\d{4})\s*年\s*第?\s*0*(\d{1,5})\s*号$/.exec(line) ?? [];
    if (year !== undefined) return `${year}年第${number}号`;
    const [, inBrackets, serial] = /^[〔[［（(【]\s*(\d{4})\s*[〕\]］）)】]\s*第?\s*0*(\d{1,5})\s*[号次期]$/.exec(line) ?? [];
    return inBrackets === undefined ? undefined : `〔${inBrackets}〕${serial}号`;
  });
}

function firstOf(head: readonly string[], find: (line: string, before: string) => string | undefined): string | undefined {
  for (const [index, line] of head.entries()) {
    const found = line.length <= longestLine ? find(bare(line), head[index - 1] ?? '') : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const longestLine = 100;

/** Without its label and without who signed, who may stand on the same line. */
function bare(line: string): string {
  return line
    .replace(/^(?:发文字号|文号)[:：|\s]*/, '')
    .replace(/[\s|]*签发人.*$/, '')
    .trim();
}

function officialNumber(line: string): string | undefined {
  const match = numberPattern.exec(line);
  return match !== null && match[0].length === line.length ? findDocumentNumber(line) : undefined;
}

/** The number of an order stands below 某市人民政府令 or behind it. */
function orderNumber(line: string, before: string): string | undefined {
  const [, own = '', number] =
    /^([\p{Script=Han}]{2,30}令)?\s*[（(]?第\s*([\d〇零一二三四五六七八九十百]{1,6})\s*号[）)]?$/u.exec(line) ?? [];
  const order = own || before.replaceAll(/\s/g, '');
  return number !== undefined && /^[\p{Script=Han}]{2,30}令$/u.test(order) ? `${order}第${number}号` : undefined;
}
