// What a terminal is told when the service is up: where it is, and how to get in.
import { roleWords } from './base/roles.ts';
import type { Service } from './serve.ts';
import type { FirstLink } from './sign-in/contract.ts';

export function welcome(service: Service): string {
  const { url, isSolo } = service;
  return `
衡鉴 Hengjian  ${url}
${isSolo ? soloWords : linkWords(service)}
  导入自己的文件  bin/hengjian import <文件或文件夹>
  Import your own  bin/hengjian import <file or folder>
  停止 Stop        Ctrl+C
`;
}

const soloWords = `
  单人模式：只有本机能访问，不用登录。打开上面的地址，点一张“试一试”卡片，点句末的编号看原文。
  Solo mode: this machine only, no sign-in. Open the address, try one of the cards, and click a number to see the source.
  启用账号（单向） Move on to accounts (one way): bin/hengjian people leave-solo
`;

function linkWords({ url, firstLinks }: Service): string {
  if (firstLinks.length === 0) {
    return `
  打开上面的地址登录，或在终端运行 bin/hengjian login。
  Open the address and sign in, or run bin/hengjian login in a terminal.
`;
  }
  const staff = firstLinks.find(({ roles }) => roles.includes('staff'));
  const start = staff
    ? `
  第一次使用：打开下面“工作人员”的链接，设一个密码即可提问和导入。一个人试用可改用单人模式：npm start -- --solo
  First time: open the link of the staff account and choose a password; you can then ask and import at once.
  To try it alone, without accounts: npm start -- --solo
`
    : '';
  return `${start}
  一次性链接，24 小时内有效，用一次即失效；三员的链接请分别交给三个人。重新打印：bin/hengjian people links
  One-time links, valid for 24 hours; give those of the three separated powers to three people. New ones: bin/hengjian people links

${linkLines(url, firstLinks)}
`;
}

/** Each link with what it is for. */
export function linkLines(url: string, links: readonly FirstLink[]): string {
  return links.map(({ roles, path }) => `  ${roles.map((role) => roleWords[role]).join('、')}\n    ${url}${path}`).join('\n');
}
