// What is said about an outcome, in both languages. The outcome itself is data; this is only its wording.
import type { Bilingual, Degradation, Outcome } from './contract.ts';
import type { Danger, Matter } from './decide/matter.ts';
import type { Gap } from './extract/evidence.ts';

const notices: Readonly<Record<Exclude<Outcome, 'answered' | 'crisis'>, Bilingual>> = {
  'not-found': {
    zh: '文库里没有找到相关内容，因此不作回答。可以换个说法，或请知识编辑补充资料。',
    en: 'The library holds nothing on this, so nothing is asserted. Put it differently, or ask an editor to add the document.',
  },
  'not-sure': {
    zh: '找到了相近的内容，但不足以回答这个问题。以下是找到的原文，请自行判断，不能当作答复。',
    en: 'Something near was found, but not enough to answer. Below is what was found, as found: it is not an answer.',
  },
  'needs-clarification': {
    zh: '问题还不够具体。请补充想了解的事项、文件或条件，例如“公租房的申请条件是什么”。',
    en: 'The question is not specific enough. Name the matter, document or condition you mean.',
  },
  'out-of-scope': {
    zh: '这个问题不在政策资料的范围内，这里只依据文库中的文件作答。',
    en: 'This is outside the library; answers here rest on its documents only.',
  },
  personal: {
    zh: '这涉及您个人的办理情况，文库里没有，这里也无法查询。请凭本人身份证件向办理单位或政务服务平台查询，不要在这里填写身份证号等个人信息。',
    en: 'This concerns your own file, which the library does not hold. Ask the office that handles it, or the government service platform, and leave personal numbers out of questions here.',
  },
  blocked: { zh: '内容检查未通过，本次不作回答。', en: 'A content check stopped this; nothing is answered.' },
  failed: { zh: '系统出错，没有形成回答，已记录。请重试。', en: 'Something failed and was recorded; no answer was made. Try again.' },
};

const degradations: Readonly<Record<Degradation, Bilingual>> = {
  'no-model-allowed': {
    zh: '所涉内容的级别高于可用模型允许接触的级别，没有发送给模型。',
    en: 'The content is of a grade that no model may see; nothing was sent to one.',
  },
  'no-model-available': { zh: '目前没有可用的模型。', en: 'No model is available now.' },
  'models-stopped': { zh: '模型已被紧急停用。', en: 'The models have been stopped.' },
  'model-failed': { zh: '模型没有给出回答。', en: 'The model gave no answer.' },
  'nothing-stood': {
    zh: '模型写的句子没有一句能由原文证实，未予显示。',
    en: 'No sentence that the model wrote is borne out by the sources; none is shown.',
  },
  'no-second-opinion': {
    zh: '本场景要求第二意见，而复核模型没有给出，模型写的句子未予显示。',
    en: 'A second opinion is demanded here and none came; nothing that a model wrote is shown.',
  },
  'cut-short': { zh: '模型中途停止，以下只是已经核实的部分。', en: 'The model stopped before the end: this is the part that was checked.' },
  incomplete: {
    zh: '资料可能不足以完整回答，以下是能由原文证实的部分。',
    en: 'The sources may say too little for a whole answer: this is what they bear out.',
  },
};
const verbatim: Bilingual = { zh: '以下逐字引用原文。', en: 'What follows is quoted from the documents.' };
/** With these something that a model wrote is shown. */
const withModel: ReadonlySet<Degradation> = new Set(['cut-short', 'incomplete']);

/** National numbers of China's mainland. */
const everyNumber: Bilingual = {
  zh: '如果有人正遇到危险，请立即拨打：报警 110，火警 119，急救 120，心理援助热线 12356。',
  en: 'If somebody is in danger now, call at once: police 110, fire 119, ambulance 120, psychological support 12356.',
};
const help: Readonly<Record<Danger, Bilingual>> = {
  mind: {
    zh: '您现在可能很难受。请不要独自承受：可随时拨打全国统一心理援助热线 12356；如果有人正处于危险中，请立即拨打 120 或 110，并请身边的人陪伴。',
    en: 'You need not bear this alone: call the national psychological support line 12356 at any time. If somebody is in danger now, call 120 or 110, and have somebody stay with them.',
  },
  violence: {
    zh: '请先到安全的地方，并立即拨打 110 报警；有人受伤请拨打 120。',
    en: 'Get to a safe place and call the police, 110, at once; if somebody is hurt, call 120.',
  },
  fire: {
    zh: '请立即离开现场，到室外拨打火警 119；发生燃气泄漏时不要开关电器，有人不适请拨打 120。',
    en: 'Leave at once and call the fire service, 119, from outside. With leaking gas touch no switches; if somebody is unwell, call 120.',
  },
  health: {
    zh: '请立即拨打急救电话 120，按接线员的指导施救。',
    en: 'Call an ambulance, 120, at once, and do what the operator tells you.',
  },
  traffic: {
    zh: '请先确保人身安全，拨打 122 报警；有人受伤请拨打 120。',
    en: 'See that everybody is safe and call the traffic police, 122; if somebody is hurt, call 120.',
  },
};

interface About {
  readonly gap?: Gap | undefined;
  readonly matter?: Matter | undefined;
  readonly degraded?: Degradation | null;
}

/** What is said of an outcome; a gap that has a name is named before it, and so is what fell short of a model's whole answer. */
export function noticeOf(outcome: Outcome, { gap, matter, degraded = null }: About = {}): Bilingual | null {
  if (outcome === 'crisis') return matter?.kind === 'crisis' ? help[matter.danger] : everyNumber;
  const parts = [
    degraded && degradations[degraded],
    degraded && outcome === 'answered' && !withModel.has(degraded) ? verbatim : null,
    outcome !== 'answered' && gap ? nameGap(gap) : null,
    outcome === 'answered' ? null : notices[outcome],
  ].filter((part) => part !== null && part !== undefined);
  return parts.length === 0 ? null : { zh: parts.map(({ zh }) => zh).join(''), en: parts.map(({ en }) => en).join(' ') };
}

function nameGap(gap: Gap): Bilingual | undefined {
  switch (gap.kind) {
    case 'contradicted':
      return {
        zh: `资料与问题的说法不一致：问题说“${gap.asked}”，原文是“${gap.found}”。`,
        en: `The sources say otherwise: the question has “${gap.asked}”, the text has “${gap.found}”.`,
      };
    case 'name-missing':
    case 'number-missing':
    case 'year-missing':
      return { zh: `找到的内容没有提到“${gap.asked}”。`, en: `What was found does not mention “${gap.asked}”.` };
    default:
      return undefined;
  }
}
