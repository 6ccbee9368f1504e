// An answer box in the page of another site, as its visitors see it.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as boxes } from '../src/answer-box/contract.ts';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { startFakeModelServer } from './tools/fake-model-server.mjs';

let journey: Journey;
/** By the other name of this machine, so that it is another site for the browser. */
let host: { readonly server: Server; readonly origin: string };
let stranger: typeof host;
let html = '';

beforeAll(async () => {
  journey = await startJourney();
  [host, stranger] = [await openHost(), await openHost()];
}, 240_000);
afterAll(async () => {
  await journey.close();
  for (const { server } of [host, stranger]) server.close();
});

async function openHost(): Promise<typeof host> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}

const send = (page: Page, method: string, path: string, body: unknown): Promise<unknown> =>
  page.evaluate(
    async ([how, where, what]) =>
      (
        await fetch(where as string, { method: how as string, headers: { 'content-type': 'application/json' }, body: what as string })
      ).json(),
    [method, path, JSON.stringify(body)],
  );

test('an administrator makes a box, and a visitor of another site asks in it, opens what is quoted and rates it', async () => {
  const page = await journey.visit('/connections');
  await page.getByText('还没有可用的场景').waitFor();
  const scenario = {
    name: 'citizens',
    title: '市民咨询',
    purpose: '回答市民',
    engine: 'extractive',
    inputGrade: 'public',
    contact: '12345',
  };
  await send(page, 'POST', '/api/scenarios', scenario);
  await page.reload();
  await page.getByRole('button', { name: '新建答问窗' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: '标题' }).fill('市民答问');
  await form.getByRole('textbox', { name: '问候语' }).fill('您好，这里可以查询公开的政策文件。');
  await form.getByRole('textbox', { name: '可嵌入的网站' }).fill(host.origin);
  await form.getByRole('textbox', { name: '理由' }).fill('服务市民');
  await form.getByRole('button', { name: /保\s?存/ }).click();
  await page.getByText('开放', { exact: true }).waitFor();
  await page.getByRole('button', { name: '嵌入代码' }).click();
  html = `<!doctype html><html lang="zh"><title>某局网站</title><body><h1>某局</h1>${await page.getByRole('dialog').locator('code').first().innerText()}</body></html>`;
  // The address of the service in this test is not the one that it is configured with.
  html = html.replace(/src="[^"]*\/embed\.js"/, `src="${new URL('/embed.js', page.url()).href}"`);
  const { boxes } = (await page.evaluate(async () => (await fetch('/api/answer-boxes')).json())) as { boxes: { id: string }[] };
  const boxId = boxes[0]?.id ?? '';

  for (const size of [undefined, phone]) {
    const visitor = await journey.visit(`/embed/${boxId}`, size);
    await visitor.goto(host.origin);
    const frame = visitor.frameLocator('iframe');
    await frame.getByText('您好，这里可以查询公开的政策文件。').waitFor();
    await frame.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
    await frame.getByRole('button', { name: '提问', exact: true }).click();
    const answer = frame.getByRole('region', { name: '回答' }).last();
    await answer.getByText('6元').first().waitFor();
    await answer.getByText('摘自公开文件原文，未经改写').waitFor();
    await frame
      .getByRole('button', { name: /^引文 1：/ })
      .first()
      .click();
    const source = frame.getByRole('dialog');
    await source.locator('mark').waitFor();
    await source.getByRole('button', { name: '关闭' }).click();
    await frame.getByRole('button', { name: '有帮助', exact: true }).click();
    await frame.getByText('谢谢，已记录。').waitFor();
    await frame.getByRole('textbox', { name: '问题' }).fill('那二类区域呢？');
    await frame.getByRole('textbox', { name: '问题' }).press('Enter');
    await frame.getByText('承接上一问').waitFor();
    await frame.getByRole('button', { name: 'Switch to English' }).click();
    await frame.getByRole('button', { name: 'Ask', exact: true }).waitFor();
    expect(await frame.locator('html').evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await visitor.context().close();
  }
  expect(journey.complaints).toEqual([]);

  // A site that is not named cannot show it, and pages for staff nobody can.
  const elsewhere = await journey.visit('/account');
  const refused = elsewhere.waitForEvent('console', (line) => line.text().includes('frame-ancestors'));
  await elsewhere.goto(stranger.origin);
  await refused;
  expect(await elsewhere.frameLocator('iframe').getByRole('textbox').count()).toBe(0);
  await elsewhere.context().close();

  const alone = await journey.visit(`/embed/${boxId}`);
  await alone.getByRole('textbox', { name: '问题' }).waitFor();
  expect(await namelessControls(alone)).toEqual([]);
  await send(page, 'POST', `/api/answer-boxes/${boxId}/closing`, {});
  await alone.getByRole('textbox', { name: '问题' }).fill('停车首小时收费多少？');
  await alone.getByRole('button', { name: '提问', exact: true }).click();
  await alone.getByText('这个答问窗现在不接受提问。').waitFor();
  await alone.context().close();
}, 180_000);

test('in a box whose scenario has a model write, a visitor reads what stands, marked as written by AI, with its source', async () => {
  const line = (text: string): string => `${JSON.stringify({ text, sources: ['{{1}}'] })}\n`;
  const reply = `${line('小型车在一类区域停车，首小时收费6元。')}${line('小型车在一类区域停车，首小时收费9元。')}{"complete":true}\n`;
  const upstream = await startFakeModelServer({ script: [{ match: '/\\[(S\\w{4})\\][^\\[]*一类区域/', reply }] });
  const boundary = { zone: 'in-house', maxGrade: 'public', upstreamName: 'fake-chat' } as const;
  await journey.call(models.addModel, { name: 'writer', url: `${upstream.url}/v1`, ...boundary });
  await journey.call(scenarios.addScenarioVersion, {
    name: 'citizens-written',
    title: '市民咨询',
    purpose: '回答市民',
    engine: 'generative',
    modelNames: ['writer'],
    inputGrade: 'public',
    contact: '12345',
  });
  const { box } = await journey.call(boxes.addAnswerBox, { title: '市民答问', scenario: 'citizens-written' });
  const visitor = await journey.visit(`/embed/${box.id}`, phone);
  await visitor.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await visitor.getByRole('button', { name: '提问', exact: true }).click();
  const answer = visitor.getByRole('region', { name: '回答' });
  await answer.getByText('本回答由人工智能生成').waitFor();
  expect(await answer.innerText()).toContain('首小时收费6元');
  expect(await answer.innerText()).not.toContain('9元');
  await answer.getByRole('button', { name: /^引文 1：/ }).click();
  await visitor.getByRole('dialog').locator('mark').waitFor();
  expect(await fits(visitor)).toBe(true);
  await visitor.context().close();
  await upstream.close();
}, 120_000);

test('an administrator registers a webhook, and what is asked is told to it and seen among its deliveries', async () => {
  const arrived: IncomingHttpHeaders[] = [];
  const receiver = createServer((request, response) => {
    arrived.push(request.headers);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const page = await journey.visit('/connections', phone);
  await page.getByRole('tab', { name: '事件推送' }).click();
  await page.getByRole('button', { name: '登记事件推送' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: '名称' }).fill('热线系统');
  await form.getByRole('textbox', { name: '接收地址' }).fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  await form.getByRole('textbox', { name: '理由' }).fill('通知热线');
  await form.getByRole('button', { name: /保\s?存/ }).click();
  await form.getByText(/^whsec_/).waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  await send(page, 'POST', '/api/answers', { question: '一类区域小型车停车首小时收费多少？' });
  await page.getByRole('button', { name: '推送记录' }).click();
  await page.getByText('run.answered').waitFor();
  await page.getByText('已送达').waitFor();
  expect(arrived.map((headers) => String(headers['webhook-signature']).slice(0, 3))).toEqual(['v1,']);
  expect(await namelessControls(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  // Whoever works by the keyboard is asked where the focus is, and goes on from where it was.
  const off = page.getByRole('button', { name: '停用 热线系统' });
  await off.press('Enter');
  const question = page.getByRole('dialog', { name: '停用' });
  await question.getByText('此后不再推送').waitFor();
  await page.locator('[role=dialog]:focus-within').waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'hidden' });
  await page.locator('[aria-label="停用 热线系统"]:focus').waitFor();
  await off.press('Enter');
  await question.getByRole('button', { name: /停\s?用/ }).click();
  await page.locator('li:focus-within', { hasText: '已停用' }).waitFor();
  await page.context().close();
  receiver.close();
}, 120_000);
