// Which organ issued a document: as its table of particulars, its signature or its red header says.

/** Ends of the names of organs, institutions and enterprises. */
const organ =
  '[\\p{Script=Han}\\d（）]{1,30}(?:政府|办公厅|办公室|[厅局委部署院处所站馆会社团办]|中心|[总支大]队|党组|集团|公司|大学|银行|街道|法庭)';
const organName = new RegExp(`^${organ}$`, 'u');
const labelled = new RegExp(`^(?:发文机关|发布机关|发文单位|发布单位|制定机关)[:：|\\s]*(${organ})$`, 'u');
const masthead = new RegExp(`^(${organ})(?:文件|令)$`, 'u');

/** The header and the particulars stand above the text. */
const headParagraphs = 20;

/** `signature` is the line above the date at the foot. */
export function issuerOf(lines: readonly string[], signature: string | undefined): string | undefined {
  const head = lines.slice(0, headParagraphs);
  const named = head.map((line) => labelled.exec(line)?.[1]).find((name) => name !== undefined);
  if (named !== undefined) return named;
  if (signature !== undefined && organName.test(signature)) return signature;
  return head.map((line) => masthead.exec(line)?.[1]).find((name) => name !== undefined);
}

/** One organ or several that issue together, side by side. */
export function isOrgans(line: string): boolean {
  return line.split(/[\s　]+/).every((name) => organName.test(name));
}

/** The red header of an official document as it is written, e.g. 青石市人民政府文件. */
export function issuerMarkIn(line: string): string | undefined {
  return masthead.exec(line)?.[0];
}

/** The red header of an official document, `青石市人民政府文件`, is often set larger than the title. */
export function isMasthead(line: string): boolean {
  return masthead.test(line);
}
