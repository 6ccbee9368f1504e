// Whether I have a second factor, and what I can do about it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './account.module.css';
import { CodeForm } from './code-form.tsx';
import { EnrolFactor } from './enrol-factor.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { usePerson } from './signed-in.tsx';

const factorQuery = queryOf(signIn.getSecondFactor, {});

/** `onEnrolled`: once it is on and the recovery codes are kept. */
export function SecondFactorPanel({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const { t } = useTranslation();
  const { person } = usePerson();
  const format = useFormat();
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(factorQuery);
  const [doing, setDoing] = useState<'off' | 'codes'>();
  const [codes, setCodes] = useState<readonly string[]>();
  const done = () => {
    setDoing(undefined);
    setCodes(undefined);
    void queries.invalidateQueries({ queryKey: factorQuery.queryKey });
  };
  return (
    <section className={styles.panel} aria-labelledby="second-factor">
      <h2 id="second-factor">
        {t('account.secondFactor')} {data?.isOn && <Tag color="success">{t('account.factorOn')}</Tag>}
      </h2>
      <p className={styles.hint}>{t(data?.isRequired ? 'account.factorRequiredLead' : 'account.factorLead')}</p>
      {isPending && <Loading rows={2} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {data && !data.isOn && <EnrolFactor onDone={onEnrolled} />}
      {data?.isOn && codes && <RecoveryCodes codes={codes} onDone={done} />}
      {data?.isOn && !codes && (
        <>
          <p>{t('account.factorFacts', { since: format.moment(data.since ?? ''), count: data.recoveryCodesLeft })}</p>
          {doing === undefined && (
            <div className={styles.buttons}>
              <Button onClick={() => setDoing('codes')}>{t('account.renewCodes')}</Button>
              {!data.isRequired && (
                <Button danger onClick={() => setDoing('off')}>
                  {t('account.turnOff')}
                </Button>
              )}
            </div>
          )}
          {doing === 'codes' && (
            <CodeForm
              action={t('account.renewCodes')}
              onCode={async ({ code }) => setCodes((await call(signIn.renewRecoveryCodes, { code })).recoveryCodes)}
            >
              <Button onClick={() => setDoing(undefined)}>{t('states.cancel')}</Button>
            </CodeForm>
          )}
          {doing === 'off' && (
            <CodeForm
              action={t('account.turnOff')}
              asksPassword={!person.isOfDirectory}
              onCode={async (fields) => {
                await call(signIn.turnOffSecondFactor, fields);
                done();
              }}
            >
              <Button onClick={() => setDoing(undefined)}>{t('states.cancel')}</Button>
            </CodeForm>
          )}
        </>
      )}
    </section>
  );
}
