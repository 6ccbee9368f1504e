// `npm start`: serves until it is told to stop.
import { readConfig } from './base/config.ts';
import { AppError, bothSentences } from './base/errors.ts';
import { closeOnSignal, serve } from './serve.ts';

try {
  const service = await serve(readConfig());
  console.log(welcome(service.url));
  closeOnSignal(service);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const { zh, en } = bothSentences(error.code, error.details);
  console.error(`${zh}\n${en}`);
  process.exit(1);
}

function welcome(url: string): string {
  return `
衡鉴 Hengjian  ${url}

  打开上面的地址，点一张“试一试”卡片，点句末的编号看原文。
  Open the address, try one of the cards, and click a number to see the source.

  导入自己的文件  bin/hengjian import <文件或文件夹>
  Import your own  bin/hengjian import <file or folder>
  停止 Stop        Ctrl+C
`;
}
