// What opens a box further than it was, and takes two people: that it answers at all, another scenario, another page, more questions.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { answerBoxIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type AnswerBoxDatabase, boxRows, type BoxRow, updateBox } from './answer-box.store.ts';
import { type BoxSettings, boxSettingsSchema } from './contract.ts';

const payload = z.object({ boxId: answerBoxIdSchema, settings: boxSettingsSchema, replaces: z.number().int() });
export type OpeningChange = ChangeKind<typeof payload>;

/** Whether it would be open to more than it is now. */
export function opensFurther(row: BoxRow, next: BoxSettings): boolean {
  if (!row.is_on) return true;
  return (
    next.scenario !== row.scenario ||
    next.perAddress > row.per_address ||
    next.perBox > row.per_box ||
    next.origins.some((origin) => !row.origins.includes(origin))
  );
}

export function openingChange(check: (settings: BoxSettings) => Promise<void>): OpeningChange {
  return {
    kind: 'answer-box-opening',
    payload,
    proposer: 'connections.manage',
    approver: 'connections.approve',
    subjectOf: ({ boxId }) => boxId,
    async describe({ settings: { title, scenario, origins, perAddress, perBox } }) {
      const pages = origins.join(' ');
      return {
        zh: `开放答问窗“${title}”：任何访客都可通过场景 ${scenario} 查询公开文档，每分钟每个地址至多 ${perAddress} 问、合计至多 ${perBox} 问；可嵌入的网站：${pages || '无，只用自己的页面'}。`,
        en: `Open the answer box "${title}": any visitor may ask of public documents through the scenario ${scenario}, at most ${perAddress} questions a minute from one address and ${perBox} in all; sites that may embed it: ${pages || 'none, it is a page of its own'}.`,
      };
    },
    check: ({ settings }) => check(settings),
    async apply(within: Transaction<unknown>, { boxId, settings, replaces }, now) {
      // Whether the scenario is still fit is seen at every question.
      if (!(await updateBox(sameTransaction(within), { id: boxId, version: replaces }, { settings, isOn: true, approvedAt: now })))
        throw new AppError('conflict', { fault: '答问窗已另有改动或已移除 the answer box was changed otherwise or removed' });
      return changedEntry(boxId, settings, true);
    },
  };
}

export function changedEntry(id: BoxRow['id'], settings: BoxSettings, isOn: boolean): Omit<Entry, 'actor'> {
  const { scenario, origins, perAddress, perBox, language, title, greeting } = settings;
  return {
    action: 'answer-box-changed',
    subject: { kind: 'answer-box', id },
    details: { isOn, scenario, origins: [...origins], perAddress, perBox, language },
    personal: { title, greeting },
  };
}

export async function mustFindBox(database: AnswerBoxDatabase, id: BoxRow['id']): Promise<BoxRow> {
  const [row] = await boxRows(database, id);
  if (!row) throw new AppError('not-found', { what: 'answer box 答问窗' });
  return row;
}
