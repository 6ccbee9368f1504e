// What is said of how passages were found, in both languages.
import type { Retrieval, RetrievalLack } from '../knowledge/contract.ts';
import type { Bilingual } from './contract.ts';

const lacks: Readonly<Record<RetrievalLack, Bilingual>> = {
  incomplete: { zh: '片段向量尚未完成', en: 'vectors are still being made' },
  loading: { zh: '片段向量正在读入', en: 'vectors are being read' },
  'model-gone': { zh: '模型已移除', en: 'the model was removed' },
  'model-changed': { zh: '模型已改动', en: 'the model was changed' },
  'label-too-high': { zh: '内容级别高于模型可接收的级别，没有发送', en: 'the model may not receive this grade; nothing was sent' },
  'too-long': { zh: '内容过长', en: 'it is too long' },
  stopped: { zh: '模型已紧急停用', en: 'the model was stopped' },
  'key-refused': { zh: '接口不接受密钥', en: 'the endpoint refuses the key' },
  busy: { zh: '模型繁忙', en: 'the model is busy' },
  unavailable: { zh: '模型没有回复', en: 'the model does not answer' },
  rejected: { zh: '模型不接受该内容', en: 'the model does not accept it' },
  unrecorded: { zh: '无法记入账本，没有发送', en: 'it could not be put on record, so nothing was sent' },
  late: { zh: '模型未及时回复', en: 'the model was late' },
};

/** Nothing where no models are set for search. */
export function retrievalWords(retrieval: Retrieval | undefined): Bilingual {
  if (!retrieval) return { zh: '', en: '' };
  const { mode, lexicalBecause, isReranked, notRerankedBecause } = retrieval;
  const parts: Bilingual[] = [
    ...(mode === 'hybrid' ? [{ zh: '按词语和含义', en: 'by words and meaning' }] : []),
    ...(lexicalBecause ? [{ zh: `只按词语：${lacks[lexicalBecause].zh}`, en: `by words alone: ${lacks[lexicalBecause].en}` }] : []),
    ...(isReranked ? [{ zh: '已重排', en: 'reranked' }] : []),
    ...(notRerankedBecause ? [{ zh: `未重排：${lacks[notRerankedBecause].zh}`, en: `not reranked: ${lacks[notRerankedBecause].en}` }] : []),
  ];
  return { zh: parts.map(({ zh }) => `；${zh}`).join(''), en: parts.map(({ en }) => `; ${en}`).join('') };
}
