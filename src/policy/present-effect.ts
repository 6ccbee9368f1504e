// An effect as the contract shows it: ids with their names.
import type { PolicyEffect as Effect, PolicyRule, Rights } from '../access/rights.ts';
import type { PolicyEffect } from './contract.ts';

interface Names {
  readonly names: ReadonlyMap<string, string>;
  readonly pathOf: Rights['pathOf'];
}

/** More are counted and not named. */
const namedPeople = 5;

export async function presentEffect(
  { place, people, gains, loses, before, after }: Effect,
  { names, pathOf }: Names,
): Promise<PolicyEffect> {
  const nameOf = (id: string): string => names.get(id) ?? id;
  const [{ departmentId, roles, clearance, isKey }] = people;
  return {
    place: {
      grade: place.grade,
      ownerPath: (await pathOf(place.departmentId)).toReversed().map(nameOf),
      grants: place.grants.map((grant) => ({ grant, name: nameOf(grant.id) })),
    },
    people: {
      department: departmentId === null ? null : nameOf(departmentId),
      roles: [...roles].toSorted(),
      clearance,
      isKey,
      count: people.length,
      names: people.slice(0, namedPeople).map(({ displayName }) => displayName),
    },
    gains: [...gains],
    loses: [...loses],
    before: before.map(sentenceOf),
    after: after.map(sentenceOf),
  };
}

function sentenceOf({ id, zh, en }: PolicyRule): PolicyEffect['before'][number] {
  return { id, zh, en };
}
