// What is wrong with the installation at this moment, each with what to do about it.
import { bothSentences } from '../base/errors.ts';
import type { ClockJump } from './clock-watch.ts';
import type { Trouble } from './contract.ts';

/** Below this an administrator is told, well before writing stops. */
const lowBytes = 1024 ** 3;

export function diskTroubles(isFull: boolean, freeBytes: number | null): Trouble[] {
  if (isFull) return [{ kind: 'database-full', ...bothSentences('database-full', { cause: 'ENOSPC' }) }];
  if (freeBytes === null || freeBytes >= lowBytes) return [];
  const megabytes = Math.floor(freeBytes / 1024 ** 2);
  return [
    {
      kind: 'disk-low',
      zh: `数据目录所在磁盘只剩 ${megabytes} MB。请腾出空间，否则不久将停止写入。`,
      en: `The disk of the data folder has ${megabytes} MB left. Free some before writing stops.`,
    },
  ];
}

export function clockTroubles(jump: ClockJump | undefined): Trouble[] {
  if (!jump) return [];
  const [zh, en] = jump.seconds < 0 ? ['倒退', 'back'] : ['前跳', 'forward'];
  const { zh: lengthZh, en: lengthEn } = lengthOf(Math.abs(jump.seconds));
  return [
    {
      kind: 'clock-changed',
      zh: `系统时钟${zh}了${lengthZh}，已记入账本。请检查本机的时间同步（NTP）；记录的先后以账本序号为准，在错误时间登录的人须重新登录。`,
      en: `The clock went ${en} by ${lengthEn}; that is on record. Check the time service (NTP) of this machine. The ledger's numbers tell what came first; whoever signed in at a wrong time signs in again.`,
    },
  ];
}

const units = [
  [86_400, '天', 'days'],
  [3600, '小时', 'hours'],
  [60, '分钟', 'minutes'],
  [1, '秒', 'seconds'],
] as const;

/** In the largest unit of which there are two. */
function lengthOf(seconds: number): { zh: string; en: string } {
  const [size, zh, en] = units.find(([one]) => seconds >= 2 * one) ?? units[3];
  const count = Math.round(seconds / size);
  return { zh: ` ${count} ${zh}`, en: `${count} ${en}` };
}

export function damageTroubles(fault: { readonly at: string } | undefined): Trouble[] {
  if (!fault) return [];
  return [
    {
      kind: 'data-damaged',
      zh: '上次数据检查发现损坏。请运行 bin/hengjian doctor --deep 查看是什么、怎么办；检查通过后此提示消失。',
      en: 'The last check of the data found damage. Run bin/hengjian doctor --deep to see what and what to do; this goes once a check finds nothing.',
    },
  ];
}

export interface NearQuota {
  readonly name: string;
  readonly used: number;
  readonly amount: number;
}

const mostNamed = 5;

export function quotaTroubles(near: readonly NearQuota[]): Trouble[] {
  if (near.length === 0) return [];
  const named = near.toSorted((one, other) => shareOf(other) - shareOf(one)).slice(0, mostNamed);
  const names = named.map((one) => `${one.name} ${Math.floor(shareOf(one) * 100)} %`).join(', ');
  return [
    {
      kind: 'quota-near',
      zh: `${near.length} 项额度已用八成以上（${names}）。用完后的请求会被拒绝；请在“模型 → 额度”或用 bin/hengjian quota 查看和调整。`,
      en: `${near.length} quotas are used to 80 % or more (${names}). What goes beyond is refused; see and change them under Models, Quotas, or with bin/hengjian quota.`,
    },
  ];
}

function shareOf({ used, amount }: NearQuota): number {
  return used / amount;
}
