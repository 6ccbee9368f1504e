// What a person does with the pages, from the first question to the last document, in a real browser on the real application.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Journey, namelessControls, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());
afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

const incomeQuestion = '申请公共租赁住房，家庭人均月收入不能超过多少？';

describe('asking', () => {
  it('leads from a card to a quoted answer, and from its number to the very words in the source', async () => {
    const page = await journey.visit('/');
    await page.getByRole('button', { name: incomeQuestion }).first().click();
    await page.getByRole('region', { name: '回答' }).getByText('3200').waitFor();
    await page.getByText('未接模型：逐字引用原文').waitFor();
    const quote = await page.locator('q').first().innerText();

    await citation(page, 1).click();
    const mark = page.getByRole('complementary').locator('mark');
    await mark.first().waitFor();
    expect((await mark.allInnerTexts()).join('')).toBe(quote);
    expect(await isInView(mark.first(), page.getByRole('complementary'))).toBe(true);
    await page.getByRole('complementary').getByText('现行有效').waitFor();
  });

  it('answers from the rule of an earlier day, and says that it is no longer in force', async () => {
    const page = await journey.visit('/');
    await page.getByRole('button', { name: '2022-06-01' }).click();
    await page.getByRole('region', { name: '回答' }).getByText('2600').waitFor();
    await citation(page, 1).click();
    await page.getByRole('complementary').getByText('2024-05-01 起失效').waitFor();
  });

  it('shows the quoted lines on the page of a PDF', async () => {
    const page = await journey.visit('/');
    await ask(page, '居家养老服务的评估机构应当在多少个工作日内出具评估结果？');
    await citation(page, 1).click();
    const boxes = page.getByRole('img', { name: '引文' });
    await boxes.first().waitFor();
    expect(await isInView(boxes.first(), page.locator('aside canvas'))).toBe(true);
    expect(await isInView(boxes.first(), page.getByRole('region', { name: '原文页面' }))).toBe(true);
    await page.getByRole('tab', { name: '阅读文本' }).click();
    await page.locator('aside mark').first().waitFor();
  });

  it('shows what was found as found, not as an answer, when nothing answers', async () => {
    const page = await journey.visit('/');
    await ask(page, '公共租赁住房的取暖费是多少？');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('region', { name: '依据' }).count()).toBe(0);
    await page.getByRole('region', { name: '找到的相近内容（不是回答）' }).waitFor();
  });

  it('keeps the question: it can be found again, opened by its address, and copied with its sources', async () => {
    const page = await journey.visit('/');
    await ask(page, incomeQuestion);
    await page.getByRole('button', { name: '复制回答与出处' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(/\[1\] 《霁川市公共租赁住房管理办法》.*3200元/);
    await page.waitForURL(/run=/);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: incomeQuestion }).waitFor();
    await page.getByRole('navigation', { name: '提问记录' }).getByRole('link', { name: incomeQuestion }).first().waitFor();
  });
});

describe('searching', () => {
  it('keeps query and filters in the address', async () => {
    const page = await journey.visit('/search');
    await page.getByRole('searchbox', { name: '检索词' }).fill('公共租赁住房 月收入');
    await page.keyboard.press('Enter');
    await page.locator('main mark').first().waitFor();
    await page.getByLabel('有效日').fill('2022-06-01');
    await page.getByLabel('有效日').press('Enter');
    await page.waitForURL(/asOf=2022-06-01/);
    await page.getByText('按 2022-06-01 有效的规定').waitFor();
    await page.reload();
    await page.getByText('按 2022-06-01 有效的规定').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('公共租赁住房 月收入');
  });

  it('goes straight to an article and says so', async () => {
    const page = await journey.visit(`/search?query=${encodeURIComponent('《霁川市公共租赁住房管理办法》第十二条')}`);
    await page.getByText('按条款或文号直接找到').first().waitFor();
    await page.getByRole('button', { name: '打开原文：霁川市公共租赁住房管理办法' }).first().click();
    expect(await page.getByRole('complementary').locator('mark').first().innerText()).toContain('第十二条');
  });

  it('says so when there is nothing', async () => {
    const page = await journey.visit('/search?query=zzzzqqqq');
    await page.getByText('没有找到。').waitFor();
  });
});

describe('the library', () => {
  it('takes in a dropped folder, says what became of each file, and finds the words at once', async () => {
    const page = await journey.visit('/library');
    const folder = await folderOf({
      'new/骑行通知.txt': '关于共享滑板车停放的通知\n\n第一条 共享滑板车应当停放在蓝色线框内。\n',
      'empty.txt': '',
    });
    await drop(page, page.getByText('把文件或文件夹拖到这里'), folder);
    const row = (name: string) => page.getByRole('region', { name: '本次导入' }).getByRole('row', { name });
    await row('骑行通知').getByText('可检索').waitFor();
    await row('empty.txt').getByText('文件是空的').waitFor();
    await page.goto(new URL('/search?query=共享滑板车', page.url()).href);
    await page.locator('main mark').first().waitFor();
  });

  it('makes a new version of a changed file, and nothing of an unchanged one', async () => {
    const page = await journey.visit('/library');
    const result = page.getByRole('region', { name: '本次导入' }).getByRole('row');
    const choose = async (text: string, outcome: string) => {
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: '值班表.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
      await result.last().getByText(outcome).waitFor();
      await result.last().getByText('可检索').waitFor();
    };
    await choose('第一条 值班人员每日轮换。', '新文件');
    await choose('第一条 值班人员每日轮换。', '内容未变');
    await choose('第一条 值班人员每周轮换。', '新版本');
    await page.getByText('第 2 版').waitFor();
  });

  it('gives a deleted document back', async () => {
    const page = await journey.visit('/library');
    const remove = page.getByRole('button', { name: '删除：霁川市居住证申领指南' });
    await remove.click();
    await remove.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销' }).click();
    await remove.waitFor();
  });

  it('explains what reading a document cleaned, and that the text of a scan was recognised', async () => {
    const page = await journey.visit('/library');
    await page.getByRole('link', { name: '查看文件：霁川市政务数据安全事件应急预案' }).click();
    await page.getByText('去掉页眉、页脚和页码').waitFor();
    await page.getByRole('link', { name: '‹ 文库' }).click();
    await page
      .getByRole('row', { name: /扫描件/ })
      .getByRole('link', { name: /^查看文件/ })
      .click();
    await page.getByText('文字由识别得出').first().waitFor({ timeout: 90_000 });
  });

  it('shows what a document says of itself in its text, and keeps what an editor confirms and corrects', async () => {
    const page = await journey.visit('/library');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: '检查通知.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from(
          '特急\n霁川市民政局文件\n霁民发〔2025〕7号\n关于开展养老服务检查的通知\n各区民政局：\n请认真执行。\n霁川市民政局\n2025年3月4日',
        ),
      });
    await page.getByRole('link', { name: '查看文件：关于开展养老服务检查的通知' }).click();
    await page.getByRole('tab', { name: '要素' }).click();
    await page.getByRole('button', { name: '在原文中查看发文字号' }).click();
    expect(await page.getByRole('complementary').locator('mark').first().innerText()).toBe('霁民发〔2025〕7号');
    await page.getByRole('button', { name: '确认紧急程度' }).click();
    await page.getByText('已确认').waitFor();
    await page.getByRole('button', { name: '更正发文字号' }).click();
    await page.getByRole('textbox', { name: '发文字号' }).fill('霁民发〔2025〕17号');
    await page.getByRole('button', { name: /^保\s?存$/ }).click();
    await page.getByText('读出的是：霁民发〔2025〕7号').waitFor();
  });
});

describe('every page', () => {
  it('is reached with the thumb on a phone, without scrolling sideways', async () => {
    const page = await journey.visit('/', phone);
    for (const name of ['检索', '文库', '状态', '问答']) {
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width);
    }
  });

  it('opens a source over the answer on a phone, and gives the focus back', async () => {
    const page = await journey.visit('/', phone);
    await ask(page, incomeQuestion);
    await citation(page, 1).click();
    await page.getByRole('dialog').locator('mark').first().waitFor();
    await page.getByRole('button', { name: '关闭原文' }).click();
    await page.locator('button[aria-label^="打开依据 1"]:focus').waitFor();
  });

  it('speaks English when asked to, and remembers it', async () => {
    const page = await journey.visit('/status');
    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('heading', { level: 1, name: /Status/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /Status/ }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it.each(['/', '/search', '/library', '/status'])('%s can be used by keyboard and screen reader', async (path) => {
    const page = await journey.visit(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await namelessControls(page)).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('跳到正文');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('问答');
  });
});

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: '问题' }).fill(question);
  await page.keyboard.press('Enter');
  await page.getByText(/^过程/).waitFor();
}

function citation(page: Page, number: number): Locator {
  return page.getByRole('region', { name: '回答' }).getByRole('button', { name: `打开依据 ${number}` });
}

/** Whether something stands, whole, within what is seen of a region. */
async function isInView(inner: Locator, region: Locator): Promise<boolean> {
  const [box, room] = [await inner.boundingBox(), await region.boundingBox()];
  if (!box || !room) return false;
  return (
    box.height > 0 &&
    box.x >= room.x &&
    box.y >= room.y &&
    box.x + box.width <= room.x + room.width &&
    box.y + box.height <= room.y + room.height
  );
}

/** As the system does it: only then does the browser hand out the files inside a folder. */
async function drop(page: Page, target: Locator, path: string): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to drop on');
  const browser = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', {
      type,
      x: box.x + 5,
      y: box.y + 5,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
