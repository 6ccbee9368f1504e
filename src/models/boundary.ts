// The boundary of a model: what takes two people, and how it is said.
import { addressKind, holds, isAddress, networkList } from '../base/address.ts';
import { AppError } from '../base/errors.ts';
import { gradeRank, gradeWords } from '../base/grade.ts';
import { targetAt } from '../egress/egress.ts';
import { type Boundary, takesTwo } from './contract.ts';

/** Whether `after` could let more go somewhere than `before` did; nothing before: nothing went anywhere. */
export function widens(before: Boundary | undefined, after: Boundary): boolean {
  if (!takesTwo(after)) return false;
  return (
    before === undefined ||
    before.url !== after.url ||
    before.zone !== after.zone ||
    (before.location !== after.location && after.location === 'overseas') ||
    gradeRank(after.maxGrade) > gradeRank(before.maxGrade)
  );
}

/** Fails where the address itself says that it stands elsewhere than declared; of a name that is known only at the connection. */
export function requireOwnZone({ url, zone }: Pick<Boundary, 'url' | 'zone'>, siteNetworks: readonly string[]): void {
  const { host } = targetAt(new URL(url));
  if (!isAddress(host)) return;
  const kind = addressKind(host);
  const isInHouse = kind === 'loopback' || holds(networkList(siteNetworks), host);
  if (zone === 'in-house' && !isInHouse) throw new AppError('zone-not-in-house', { host });
  if (zone === 'external' && (isInHouse || kind !== 'public')) throw new AppError('zone-not-external', { host });
}

const zoneWords = { 'in-house': { zh: '本单位内', en: 'in-house' }, external: { zh: '外部', en: 'external' } } as const;
const locationWords = { domestic: { zh: '境内', en: 'domestic' }, overseas: { zh: '境外', en: 'overseas' } } as const;

export function boundaryWords({ url, zone, location, maxGrade }: Boundary): { readonly zh: string; readonly en: string } {
  const [where, place, grade] = [zoneWords[zone], locationWords[location], gradeWords[maxGrade]];
  return {
    zh: `${url}，${where.zh}，${place.zh}，最高可接收“${grade.zh}”级内容`,
    en: `${url}, ${where.en}, ${place.en}, may receive content up to ${grade.en}`,
  };
}
