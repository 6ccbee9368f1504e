// Who would gain or lose a right if a text were in force, found page by page.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Progress, Tag } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as policy, type PolicyEffect } from '../../../src/policy/contract.ts';
import { call } from '../api/call.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import styles from './policy.module.css';

/** So many are looked for by itself; more on request. */
const unasked = 100;

export function EffectList({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: [policy.getPolicyEffect.id, text],
    queryFn: ({ pageParam, signal }) => call(policy.getPolicyEffect, { text, from: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const effects = data?.pages.flatMap((page) => page.effects) ?? [];
  const goesOn = hasNextPage && !isFetching && !error && effects.length < unasked;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  const last = data?.pages.at(-1);
  return (
    <section className={styles.part} aria-label={t('policy.effect')}>
      <h3 className={styles.heading}>{t('policy.effect')}</h3>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {last && effects.length === 0 && !hasNextPage && <p>{t('policy.noEffect')}</p>}
      <ul className={styles.cards}>
        {effects.map((effect) => (
          <Effect key={JSON.stringify([effect.place, effect.people])} effect={effect} />
        ))}
      </ul>
      {(hasNextPage || isFetching) && (
        <Progress
          percent={last && last.total > 0 ? Math.floor((100 * last.compared) / last.total) : 0}
          size="small"
          aria-label={t('policy.comparing')}
        />
      )}
      {hasNextPage && !isFetching && effects.length >= unasked && (
        <Button onClick={() => void fetchNextPage()}>{t('policy.compareMore')}</Button>
      )}
    </section>
  );
}

function Effect({ effect: { place, people, gains, loses, before, after } }: { readonly effect: PolicyEffect }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const why = (rules: PolicyEffect['before']) => rules.map((rule) => rule[language]).join(' ') || t('policy.noRule');
  const about = [
    people.department ?? t('rights.noDepartment'),
    people.isKey ? t('policy.apiKey') : people.roles.map((role) => t(`roles.${role}`)).join('、'),
    t('policy.cleared', { grade: t(`grade.${people.clearance}`) }),
  ];
  return (
    <li className={styles.effect}>
      <div className={styles.change}>
        {gains.map((right) => (
          <Tag key={right} color="success">
            {t(`policy.gain.${right}`)}
          </Tag>
        ))}
        {loses.map((right) => (
          <Tag key={right} color="error">
            {t(`policy.lose.${right}`)}
          </Tag>
        ))}
        <GradeTag grade={place.grade} />
        <strong>{place.ownerPath.join(' › ') || t('rights.noOwner')}</strong>
        {place.grants.map(({ grant, name }) => (
          <Tag key={`${grant.to} ${grant.id} ${grant.action}`}>
            {t('policy.grantedTo', { name: grant.to === 'role' ? t(`roles.${grant.id}`) : name })}
          </Tag>
        ))}
      </div>
      <div>
        {t('policy.people', { count: people.count })} {people.names.join('、')}
        {people.count > people.names.length && '…'}
        <span className={styles.soft}> · {about.join(' · ')}</span>
      </div>
      <dl className={styles.why}>
        <dt>{t('policy.before')}</dt>
        <dd>{why(before)}</dd>
        <dt>{t('policy.after')}</dt>
        <dd>{why(after)}</dd>
      </dl>
    </li>
  );
}
