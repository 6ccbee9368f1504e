// What opens a box further than it was, and takes two people: that it answers at all, another scenario, another page, more questions.
import { z } from 'zod';
import { createOpenings, type Ground } from '../access/changes/opening.ts';
import { answerBoxIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { type AnswerBoxTables, boxRows, type BoxRow, settingsOf, writeBox } from './answer-box.store.ts';
import { type BoxSettings, boxSettingsSchema } from './contract.ts';

const payload = z.object({ boxId: answerBoxIdSchema, settings: boxSettingsSchema, replaces: z.number().int() });

export function openBoxes(ground: Ground<AnswerBoxTables>, check: (settings: BoxSettings) => Promise<void>) {
  return createOpenings(
    {
      kind: 'answer-box-opening',
      noun: { zh: '答问窗', en: 'answer box' },
      payload,
      idOf: ({ boxId }) => boxId,
      requestOf: (boxId, request) => ({ boxId, ...request }),
      find: async (database, id) => (await boxRows(database, id))[0],
      settingsOf,
      isFurther,
      write: writeBox,
      entryOf,
      // Whether the scenario is still fit is seen at every question.
      check: ({ settings }) => check(settings),
      async describe({ settings: { title, scenario, origins, perAddress, perBox } }) {
        const pages = origins.join(' ');
        return {
          zh: `开放答问窗“${title}”：任何访客都可通过场景 ${scenario} 查询公开文档，每分钟每个地址至多 ${perAddress} 问、合计至多 ${perBox} 问；可嵌入的网站：${pages || '无，只用自己的页面'}。`,
          en: `Open the answer box "${title}": any visitor may ask of public documents through the scenario ${scenario}, at most ${perAddress} questions a minute from one address and ${perBox} in all; sites that may embed it: ${pages || 'none, it is a page of its own'}.`,
        };
      },
    },
    ground,
  );
}

function isFurther(row: BoxRow, next: BoxSettings): boolean {
  return (
    next.scenario !== row.scenario ||
    next.perAddress > row.per_address ||
    next.perBox > row.per_box ||
    next.origins.some((origin) => !row.origins.includes(origin))
  );
}

export function entryOf(id: BoxRow['id'], settings: BoxSettings, isOn: boolean): Omit<Entry, 'actor'> {
  const { scenario, origins, perAddress, perBox, language, title, greeting } = settings;
  return {
    action: 'answer-box-changed',
    subject: { kind: 'answer-box', id },
    details: { isOn, scenario, origins: [...origins], perAddress, perBox, language },
    personal: { title, greeting },
  };
}
