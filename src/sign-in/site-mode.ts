// Accounts or solo: decided once. Solo mode is one person on this machine only; leaving it is final.
import { soloCaller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { Entry } from '../ledger/ledger.ts';
import { changing, type Ground } from './ground.ts';
import { spendLink } from './links.store.ts';
import { linkSpent, soloMode } from './records.ts';
import { decideSiteMode, leaveSoloMode, readSiteMode, type SiteMode } from './site-mode.store.ts';

const settings: Entry['actor'] = { kind: 'system', id: 'settings' };
const onePerson: Entry['actor'] = { kind: 'person', id: soloCaller.person };

export type ModeOfSite = ReturnType<typeof createSiteMode>;

export function createSiteMode(ground: Ground, isLoopbackOnly: boolean) {
  const { database, clock, policy } = ground;
  let isDecidedForAccounts = false;

  const mode = async (): Promise<SiteMode> => {
    if (isDecidedForAccounts) return 'accounts';
    const found = await readSiteMode(database);
    isDecidedForAccounts = found === 'accounts';
    return found;
  };

  return {
    mode,

    /** Enters solo mode where the settings ask for it. Fails when accounts were decided for, and when others could reach a solo site. */
    async open(): Promise<void> {
      const found = await mode();
      if (!policy.solo && found !== 'solo') return;
      if (!isLoopbackOnly)
        throw soloRefused(
          '服务不只监听本机（HOST、HENGJIAN_TRUSTED_PROXY）',
          'others can reach the service (HOST, HENGJIAN_TRUSTED_PROXY)',
        );
      if (found === 'solo') return;
      await changing(ground, async (transaction, note) => {
        if ((await decideSiteMode(transaction, 'solo', clock.now())) !== 'solo') throw soloClosed();
        note(soloMode('entered', settings));
      });
    },

    /** Spends the link of the first staff account on solo mode. */
    async enterSolo(token: string, person: string, isFromThisMachine: boolean): Promise<void> {
      if (person !== soloCaller.person) throw soloRefused('请用工作人员的那个链接', 'use the link of the staff account');
      if (!isLoopbackOnly || !isFromThisMachine) throw soloRefused('只能在本机上打开', 'it must be opened on this machine');
      await changing(ground, async (transaction, note) => {
        if ((await decideSiteMode(transaction, 'solo', clock.now())) !== 'solo') throw soloClosed();
        await spendLink(transaction, token, soloCaller.person);
        note(linkSpent(soloCaller.person, 'solo-mode'));
        note(soloMode('entered', onePerson));
      });
    },

    async leaveSolo(): Promise<void> {
      await changing(ground, async (transaction, note) => {
        if (!(await leaveSoloMode(transaction, clock.now()))) throw soloRefused('本站不在单人模式', 'this site is not in solo mode');
        note(soloMode('left', onePerson));
      });
    },
  };
}

function soloRefused(faultZh: string, faultEn: string): AppError {
  return new AppError('solo-refused', { faultZh, faultEn });
}

function soloClosed(): AppError {
  return soloRefused(
    '本站已启用账号，这是单向的；请去掉 HENGJIAN_SOLO 或 --solo',
    'this site has accounts, and that is final; drop HENGJIAN_SOLO or --solo',
  );
}
