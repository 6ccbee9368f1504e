import { Alert, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerBox, operations as boxes } from '../../../src/answer-box/contract.ts';
import { call } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { Fact } from '../frame/fact.tsx';
import { ItemButton } from '../frame/item-button.tsx';
import { SureButton } from '../frame/sure-button.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { BoxForm, type FitScenario } from './box-form.tsx';
import { EmbedCode } from './embed-code.tsx';

const colours = { waiting: 'warning', on: 'success', off: 'default' } as const;

interface Properties {
  readonly box: AnswerBox;
  readonly scenarios: readonly FitScenario[];
  readonly mayManage: boolean;
}

export function BoxCard({ box, scenarios, mayManage }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const { title, state, fault, scenario, origins, perAddress, perBox, questions, createdBy, createdAt } = box;
  return (
    <li className={cards.card}>
      <div className={cards.facts}>
        <h2>{title}</h2>
        <Tag color={colours[state]}>{t(`connections.state.${state}`)}</Tag>
        <span>{t('connections.questions', { count: questions })}</span>
      </div>
      {fault && <Alert type="warning" showIcon title={t(`connections.fault.${fault}`)} />}
      <dl>
        <Fact name={t('connections.scenario')}>{scenarios.find(({ name }) => name === scenario)?.title ?? scenario}</Fact>
        <Fact name={t('connections.origins')}>{origins.join('，') || t('connections.originsNone')}</Fact>
      </dl>
      <span className={cards.facts}>
        <span>{t('connections.limits', { perAddress, perBox })}</span>
        <span>
          {createdBy} {format.moment(createdAt)}
        </span>
      </span>
      <Actions box={box} scenarios={scenarios} mayManage={mayManage} />
    </li>
  );
}

function Actions({ box, scenarios, mayManage }: Properties) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'form' | 'code'>();
  const change = useChange([boxes.listAnswerBoxes]);
  const close = () => setOpen(undefined);
  const { id: boxId, title: name, state, page } = box;
  return (
    <span className={cards.facts}>
      {state === 'on' && (
        <>
          <ItemButton label={t('connections.preview')} of={name} href={page} target="_blank" rel="noreferrer" />
          <ItemButton label={t('connections.code')} of={name} onClick={() => setOpen('code')} />
        </>
      )}
      {mayManage && (
        <>
          <ItemButton label={t(`connections.${state === 'off' ? 'open' : 'change'}`)} of={name} onClick={() => setOpen('form')} />
          {state === 'on' && (
            <SureButton
              label={t('connections.close')}
              of={name}
              sure={t('connections.closeSure', { name })}
              isDanger
              onSure={() => change(() => call(boxes.closeAnswerBox, { boxId }), t('connections.done'))}
            />
          )}
          <SureButton
            label={t('connections.remove')}
            of={name}
            sure={t('connections.removeSure', { name })}
            onSure={() => change(() => call(boxes.removeAnswerBox, { boxId }), t('connections.done'))}
          />
        </>
      )}
      {open === 'form' && <BoxForm scenarios={scenarios} box={box} onClose={close} />}
      {open === 'code' && <EmbedCode box={box} onClose={close} />}
    </span>
  );
}
