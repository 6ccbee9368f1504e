// How passages were found, where models for search are set.
export const retrieval = {
  hybrid: '按词语和含义检索',
  lexical: '只按词语检索：{{lack}}',
  reranked: '已重新排序',
  notReranked: '没有重新排序：{{lack}}',
  lack: {
    incomplete: '片段向量尚未完成',
    loading: '片段向量正在读入',
    'model-gone': '模型已移除',
    'model-changed': '模型已改动',
    'label-too-high': '内容级别高于模型可接收的级别，没有发送',
    'too-long': '内容过长',
    stopped: '模型已紧急停用',
    'key-refused': '接口不接受密钥',
    busy: '模型繁忙',
    unavailable: '模型没有回复',
    rejected: '模型不接受该内容',
    unrecorded: '无法记入账本，没有发送',
    late: '模型未及时回复',
  },
} as const;
