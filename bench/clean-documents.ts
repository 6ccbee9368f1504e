// Clean invented regulations in three formats, for measuring imports.
import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import type { Random } from './small-documents.ts';

export type CleanFormat = 'txt' | 'html' | 'docx';

const subjects = ['申请人', '受理机关', '用人单位', '主管部门', '经办机构', '监督机构', '街道办事处', '村民委员会'];
const duties = ['应当在收到材料之日起', '经核实后可以在', '无正当理由不得超过', '需要补正的，应当于', '符合规定条件的，自登记之日起'];
const matters = ['公共租赁住房', '临时救助', '城市道路停车', '生活垃圾分类', '灵活就业补贴', '养老服务设施', '建筑垃圾运输', '居住证签注'];
const acts = [
  '完成审核并书面告知结果',
  '公示有关名单并接受监督',
  '将有关情况报送上一级机关备案',
  '一次性告知需要补充的全部材料',
  '退回多收的费用并说明理由',
];

const articlesPerChapter = 12;

interface Block {
  readonly kind: 'title' | 'chapter' | 'article';
  readonly text: string;
}

/** A regulation of about so many characters. */
export async function writeClean(
  format: CleanFormat,
  number: number,
  characters: number,
  random: Random,
): Promise<Uint8Array<ArrayBuffer>> {
  const blocks = writeBlocks(number, characters, random);
  if (format === 'docx') return new Uint8Array(await writeDocx(blocks));
  return new TextEncoder().encode(format === 'html' ? writeHtml(blocks) : blocks.map(({ text }) => text).join('\n'));
}

function writeBlocks(number: number, characters: number, random: Random): Block[] {
  const pick = (words: readonly string[]): string => words[random.below(words.length)] ?? '';
  const blocks: Block[] = [{ kind: 'title', text: `${pick(matters)}管理规定之${number}` }];
  for (let written = 0, article = 1; written < characters; article += 1) {
    if (article % articlesPerChapter === 1)
      blocks.push({ kind: 'chapter', text: `第${Math.ceil(article / articlesPerChapter)}章 ${pick(matters)}` });
    const sentences = Array.from(
      { length: 3 },
      () => `${pick(subjects)}办理${pick(matters)}事项，${pick(duties)}${1 + random.below(60)}个工作日内${pick(acts)}。`,
    );
    blocks.push({ kind: 'article', text: `第${article}条 ${sentences.join('')}` });
    written += blocks.at(-1)?.text.length ?? 0;
  }
  return blocks;
}

function writeHtml(blocks: readonly Block[]): string {
  const tags = { title: 'h1', chapter: 'h2', article: 'p' } as const;
  const body = blocks.map(({ kind, text }) => `<${tags[kind]}>${text}</${tags[kind]}>`).join('\n');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${blocks[0]?.text}</title></head><body>\n${body}\n</body></html>`;
}

function writeDocx(blocks: readonly Block[]): Promise<Buffer> {
  const headings = { title: HeadingLevel.TITLE, chapter: HeadingLevel.HEADING_1 } as const;
  const children = blocks.map(({ kind, text }) => new Paragraph(kind === 'article' ? { text } : { text, heading: headings[kind] }));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}
