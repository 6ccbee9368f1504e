// How passages were found, where models for search are set.
import type { Messages } from './zh.ts';

export const retrieval: Messages['retrieval'] = {
  hybrid: 'Found by words and meaning',
  lexical: 'Found by words alone: {{lack}}',
  reranked: 'put in order by a model',
  notReranked: 'not put in order by a model: {{lack}}',
  lack: {
    incomplete: 'vectors are still being made',
    loading: 'vectors are being read',
    'model-gone': 'the model was removed',
    'model-changed': 'the model was changed',
    'label-too-high': 'the model may not receive this grade, and nothing was sent',
    'too-long': 'it is too long',
    stopped: 'the model was stopped',
    'key-refused': 'the endpoint does not accept the key',
    busy: 'the model is busy',
    unavailable: 'the model does not answer',
    rejected: 'the model does not accept it',
    unrecorded: 'it could not be put on record, and nothing was sent',
    late: 'the model was late',
  },
};
