import { expect, test } from 'vitest';
import { matterOf } from './matter.ts';

test.each([
  ['我不想活了', 'mind'],
  ['孩子站在天台上要跳楼', 'mind'],
  ['我家厨房着火了！', 'fire'],
  ['楼下邻居家燃气泄漏了', 'fire'],
  ['我爸突然晕倒了', 'health'],
  ['隔壁有人拿刀砍人', 'violence'],
  ['老公正在打我', 'violence'],
  ['刚刚出了车祸', 'traffic'],
] as const)('somebody is in danger: %s', (question, danger) => expect(matterOf(question)).toEqual({ kind: 'crisis', danger }));

test.each(['帮我查一下我的公积金余额', '我的低保申请审核进度到哪了？', '我的高龄津贴怎么还没发', '查一下我的工单进度'])(
  'it concerns one person’s own file: %s',
  (question) => expect(matterOf(question).kind).toBe('personal'),
);

test.each([
  '自杀未遂的医疗费用能不能报销？',
  '火灾隐患举报奖励标准是多少？',
  '救护车收费标准',
  '家暴受害人可以申请人身安全保护令吗？',
  '我的户口在外地，可以申请公租房吗？',
  '我想申请低保，需要什么材料？',
  '公积金余额可以用来还商业贷款吗？',
  '电动自行车起火的处罚规定',
  '溺水防控工作由哪个部门负责？',
  '我父亲80岁，可以领高龄津贴吗？',
  '交通事故处理流程是什么？',
  '低保审核进度可以在哪里查询？',
])('it is a question to the library: %s', (question) => expect(matterOf(question)).toEqual({ kind: 'library' }));
