// From solo mode to accounts, in a real browser on the real application: links, passwords, second factor, sessions, API keys.
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Journey, phone, startJourney } from './support/journey.ts';

const password = 'kite-lamp-orchard-71';
const question = '申请公共租赁住房，家庭人均月收入不能超过多少？';

let journey: Journey;
/** Of the first accounts, by role. */
const links = new Map<string, string>();
let officer: Page;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

it('solo mode is left on the page, which shows a link for each first account once', async () => {
  const page = await journey.visit('/account');
  await page.getByRole('button', { name: '改用账号' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: '改用账号' }).click();
  const region = page.getByRole('region', { name: '首批账号的链接' });
  for (const role of ['工作人员', '系统管理员', '安全管理员', '审计员']) {
    const row = region.locator('dt', { hasText: role });
    links.set(role, (await row.locator('xpath=following-sibling::dd[1]').getByRole('link').getAttribute('href')) ?? '');
  }
  expect(new Set(links.values()).size).toBe(4);
});

it('whoever is not signed in is led to sign in, without a complaint of the browser', async () => {
  const page = await journey.visit('/library');
  await page.getByRole('heading', { name: '登录' }).waitFor();
  expect(journey.complaints).toEqual([]);
});

it('a member of staff goes from the first link to a cited answer', async () => {
  const page = await spend('工作人员');
  await page.getByRole('textbox', { name: '问题' }).fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: '回答' }).getByText('3200').waitFor();
});

it('an auditor sets up a second factor before anything else, and is then in; the next sign-in asks for a code', async () => {
  const page = await spend('审计员');
  await page.getByRole('heading', { name: '动态验证码', level: 1 }).waitFor();
  const secret = await enrol(page);
  await page.getByRole('heading', { name: '账本' }).waitFor();

  const next = await journey.visit('/sign-in', phone);
  await signIn(next, 'auditor');
  await next.getByRole('textbox', { name: '验证码' }).fill(codeOf(secret, 30));
  await next.getByRole('button', { name: '完成登录' }).click();
  await next.getByRole('heading', { name: '账本' }).waitFor();
});

it('wrong passwords bring a delay, in a sentence that says how long', async () => {
  const page = await journey.visit('/sign-in');
  for (let failure = 1; failure <= 5; failure += 1) {
    await signIn(page, 'nobody', `wrong ${failure}`);
    await page.getByText('登录名、密码或验证码不正确').waitFor();
  }
  await signIn(page, 'nobody', 'wrong again');
  await page.getByText(/失败次数过多，请在 \d+ 秒后重试/).waitFor();
});

it('a session that is ended elsewhere says so at the next step', async () => {
  const [here, elsewhere] = [await journey.visit('/sign-in'), await journey.visit('/sign-in', phone)];
  for (const page of [here, elsewhere]) {
    await signIn(page, 'staff');
    await page.getByRole('textbox', { name: '问题' }).waitFor();
  }
  await here.goto(new URL('/account', here.url()).href);
  await here.getByRole('button', { name: '结束其他全部登录' }).click();
  await here.getByRole('button', { name: '结束其他全部登录' }).waitFor({ state: 'detached' });
  await elsewhere.getByRole('link', { name: '文库' }).click();
  await elsewhere.getByText('您的登录已结束').waitFor();
});

it('a security officer makes an API key, a program asks with it, and not after it is revoked', async () => {
  const page = await spend('安全管理员');
  officer = page;
  await enrol(page);
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '人员' }).click();
  await page.getByRole('tab', { name: '接口密钥' }).click();
  await page.getByRole('button', { name: '新建密钥' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('用途').fill('门户网站');
  await dialog.getByLabel('场景').click();
  await page.getByText('政策问答 Policy questions').last().click();
  await dialog.getByRole('button', { name: '新建密钥' }).click();
  const token = (await dialog.locator('code').innerText()).trim();
  expect(token).toMatch(/^hjk_/);
  const ask = async (scenario: string) =>
    fetch(new URL('/api/answers', page.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ question, scenario }),
    });
  const answered = await ask('policy-questions');
  expect(answered.status).toBe(200);
  expect(z.object({ outcome: z.string() }).parse(await answered.json()).outcome).toBe('answered');
  const other = await ask('another');
  expect([other.status, z.object({ code: z.string() }).parse(await other.json()).code]).toEqual([403, 'outside-key']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '撤销密钥“门户网站”' }).click();
  await page.getByRole('tooltip').getByRole('button').last().click();
  await page.getByText('已撤销').first().waitFor();
  expect((await ask('policy-questions')).status).toBe(401);
});

it('a security officer lets a role into a collection, and sees by which rule each of those who can see it does', async () => {
  await officer.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '权限' }).click();
  await officer.getByRole('tab', { name: '文集授权' }).click();
  const collection = officer.getByRole('tabpanel', { name: '文集授权' }).getByRole('region').first();
  const name = await collection.getByRole('heading').innerText();
  const choice = collection.getByRole('combobox', { name: '授权给谁' });
  await choice.fill('审核员');
  await choice.press('Enter');
  await collection.getByRole('button', { name: /^授\s?权$/ }).click();
  const dialog = officer.getByRole('dialog', { name: `授权：${name}` });
  await dialog.getByRole('textbox').fill('联合审查');
  await dialog.getByRole('button', { name: `授权：${name}` }).click();
  await collection.getByText('审核员 · 查看').waitFor();

  await officer.getByRole('tab', { name: '权限一览' }).click();
  await officer.getByRole('row').filter({ hasText: name }).first().getByText('审核员 · 查看 · 随文集').waitFor();
  await officer
    .getByRole('button', { name: /^谁能看到：公开/ })
    .first()
    .click();
  await officer.getByRole('dialog', { name: '谁能看到' }).getByRole('listitem').first().getByRole('button').click();
  await officer.getByText('公开文档，所有登录人员都可以查看，网站答问窗的访客也可以查到。').waitFor();
  await officer.reload();
});

it('another policy is tried on the page, and a system administrator decides on it with the same difference and effect before him', async () => {
  const rule = `
@id("staff-see-nothing-public") @zh("工作人员不能查看公开文档。") @en("Staff do not read public documents.")
forbid (principal in Role::"staff", action == Action::"read", resource) when { resource.grade == "public" };`;
  await officer.getByRole('tab', { name: '安全策略' }).click();
  await officer.getByRole('listitem').filter({ hasText: '公开文档，所有登录人员都可以查看，网站答问窗的访客也可以查到。' }).waitFor();
  await officer.getByText('提出修改', { exact: true }).click();
  const editor = officer.getByRole('textbox', { name: '策略全文' });
  const text = await editor.inputValue();
  await editor.fill(text + rule.replace('resource.grade', 'resource.secret'));
  await officer.getByRole('button', { name: `第 ${text.split('\n').length + 2} 行` }).waitFor();
  await editor.fill(text + rule);
  const effect = officer.getByRole('region', { name: '会改变谁的权限' });
  await effect.getByText('不能再看').first().waitFor();
  await officer.getByRole('button', { name: '提出这份策略' }).click();
  await officer.getByRole('dialog').getByRole('textbox').fill('试点');
  await officer.getByRole('dialog').getByRole('button', { name: '提出这份策略' }).click();
  await officer.getByText('已提交，等待另一人批准').waitFor();

  const administrator = await spend('系统管理员');
  await enrol(administrator);
  await administrator.goto(new URL('/people', administrator.url()).href);
  await administrator.getByRole('tab', { name: '待办' }).click();
  await administrator.getByRole('button', { name: '查看差异和影响' }).click();
  await administrator.getByRole('region', { name: '与现行策略的差异' }).getByText('@id("staff-see-nothing-public")').waitFor();
  await administrator.getByRole('region', { name: '会改变谁的权限' }).getByText('不能再看').first().waitFor();
  await administrator.getByRole('button', { name: /^批\s?准$/ }).click();
  await administrator.getByText('没有等待处理的申请').waitFor();
  await officer.reload();
  await officer.getByRole('tab', { name: '安全策略' }).click();
  await officer.getByText('现行第 1 版').waitFor();
  await officer.getByText('历次版本', { exact: true }).click();
  await officer.getByRole('button', { name: '提出恢复这一版' }).click();
  await officer.getByRole('region', { name: '与现行策略的差异' }).getByText('@id("staff-see-nothing-public")').waitFor();
});

async function spend(role: string): Promise<Page> {
  const page = await journey.visit(links.get(role) ?? '');
  await page.getByLabel('新密码').fill(password);
  await page.getByRole('button', { name: '设定密码并登录' }).click();
  return page;
}

async function signIn(page: Page, name: string, typed = password): Promise<void> {
  await page.getByLabel('登录名').fill(name);
  await page.getByRole('textbox', { name: '密码' }).fill(typed);
  await page.getByRole('button', { name: /^登\s?录$/ }).click();
}

/** Reads the secret off the page, as somebody does who cannot scan; the recovery codes are kept. */
async function enrol(page: Page): Promise<string> {
  await page.getByRole('button', { name: '开始绑定' }).click();
  await page.getByRole('img', { name: '供验证器应用扫描的二维码' }).waitFor();
  const secret = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}/).innerText()).replace(/[^A-Z2-7]/g, '');
  await page.getByRole('textbox', { name: '验证码' }).fill(codeOf(secret));
  await page.getByRole('button', { name: /^启\s?用$/ }).click();
  const codes = page.getByRole('region', { name: '恢复码' }).getByRole('listitem');
  await codes.first().waitFor();
  expect(await codes.count()).toBe(10);
  await page.getByRole('button', { name: '已保存，继续' }).click();
  return secret;
}

/** A code of the next step is taken too, and is surely not the one that was used. */
function codeOf(secret: string, aheadSeconds = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + aheadSeconds * 1000 });
}
