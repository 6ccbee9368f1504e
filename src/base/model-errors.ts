// Failures of what lies beyond the door out: models and other services. Part of the one table.

export const modelErrors = {
  'model-unknown': {
    status: 404,
    retryable: false,
    zh: '本场景没有模型“{name}”，可用的有：{allowed}。',
    en: 'This scenario has no model {name}; it may use: {allowed}.',
  },
  'model-unable': {
    status: 400,
    retryable: false,
    zh: '可用的模型都不支持“{ability}”。请换一个模型，或由管理员登记支持它的模型。',
    en: 'None of the models can do {ability}. Name another model, or have an administrator register one that can.',
  },
  'models-stopped': {
    status: 503,
    retryable: true,
    zh: '可用的模型已被紧急停用。请稍后再试，或联系管理员。',
    en: 'The models are under an emergency stop. Try again later, or ask an administrator.',
  },
  'label-too-high': {
    status: 403,
    retryable: false,
    zh: '内容为“{gradeZh}”级，可用的模型都不得接收。请改用本单位内获准接收该级别的模型，或去掉其中的非公开内容。',
    en: 'The content is {gradeEn}, and none of the models may receive it. Use an in-house model that may, or take out what is not public.',
  },
  'model-failed': {
    status: 502,
    retryable: true,
    zh: '模型没有完成回答（{fault}）。请稍后重试；若仍出错，请联系管理员。',
    en: 'The model did not complete its answer ({fault}). Try again later; if it persists, ask an administrator.',
  },
  'models-busy': {
    status: 429,
    retryable: true,
    zh: '可用的模型都忙不过来（限流或排队已满），请稍后重试。',
    en: 'All models that may be used have as much to do as they can: they limit requests, or too many wait. Try again later.',
  },
  'models-unavailable': {
    status: 503,
    retryable: true,
    zh: '可用的模型接连出错，暂不再试。请稍后重试；若仍出错，请联系管理员。',
    en: 'The models that may be used keep failing and are left alone for a moment. Try again later; if it persists, ask an administrator.',
  },
  'insufficient-quota': {
    status: 429,
    retryable: true,
    zh: '{kindZh}“{name}”的{periodZh}额度（{amount} {measureZh}）不够这次使用，{renewsOn} 零点恢复。请届时再试，或请系统管理员调整额度。',
    en: 'The {periodEn} quota of {kindEn} {name} ({measureEn}: {amount}) does not hold enough for this; it renews on {renewsOn} at midnight, China time. Try again then, or ask a system administrator for more.',
  },
  'price-unknown': {
    status: 409,
    retryable: false,
    zh: '{kindZh}“{name}”有金额额度，而可用的模型中有的没有登记价格，无法计量。请系统管理员用 bin/hengjian models price 登记，不收费的填 0。',
    en: 'There is a quota in money on {kindEn} {name}, and a model that may be used has no price, so it cannot be counted. A system administrator sets one with bin/hengjian models price: 0 where it is free.',
  },
  'context-length-exceeded': {
    status: 400,
    retryable: false,
    zh: '内容约 {tokens} 词元，超过可用模型的上下文长度（{context} 词元）。请缩短内容或去掉较早的对话。',
    en: 'The prompt has about {tokens} tokens, more than the context of any model that may be used ({context} tokens). Shorten it, or drop earlier messages.',
  },
  'model-rejected': {
    status: 400,
    retryable: false,
    zh: '模型不接受这个请求（参数不支持，或内容超过上下文长度）。请缩短内容或减少参数后重试。',
    en: 'The model does not accept this request: an unsupported parameter, or more than its context holds. Shorten it or drop parameters.',
  },
  'content-blocked': {
    status: 403,
    retryable: false,
    zh: '内容检查未通过，没有发送。请修改内容后重试。',
    en: 'A content check stopped this; nothing was sent. Change the content and try again.',
  },
  'scenario-quotes': {
    status: 409,
    retryable: false,
    zh: '场景“{scenario}”引用文件作答，不转接模型。请换用转接模型的场景的密钥。',
    en: 'The scenario {scenario} quotes documents and relays no model. Use a key of a scenario that relays one.',
  },
  'scenario-relays': {
    status: 409,
    retryable: false,
    zh: '场景“{scenario}”只转接模型，供其他系统通过 /v1 接口使用，不能在这里提问。',
    en: 'The scenario {scenario} relays a model to other systems at /v1; it cannot be asked here.',
  },
  'zone-not-in-house': {
    status: 400,
    retryable: false,
    zh: '{host} 不在本单位网段，不能登记为本单位内的模型。请改为外部（--zone external），或先由两人批准该网段（models networks）。',
    en: "{host} is not in the site's own networks, so no in-house model stands there. Declare it external, or have that network approved first (models networks).",
  },
  'zone-not-external': {
    status: 400,
    retryable: false,
    zh: '{host} 不是公网地址，不能登记为外部模型。请改为本单位内（--zone in-house），或改用它的公网地址。',
    en: '{host} is no address of the internet, so no external model stands there. Declare it in-house, or give its public address.',
  },
  'model-waiting': {
    status: 409,
    retryable: true,
    zh: '模型“{name}”还没有启用：等第二人批准后再试。',
    en: 'The model {name} is not in use yet: try again when a second person has approved it.',
  },
  'egress-denied': {
    status: 502,
    retryable: false,
    zh: '不允许连接 {host}：{reason}。请由管理员检查地址和外联规则。',
    en: 'Connecting to {host} is not allowed: {reason}. Have an administrator check the address and the rules of egress.',
  },
  'egress-failed': {
    status: 502,
    retryable: true,
    zh: '无法连接 {host}（{cause}）。请检查该服务、网络和证书后重试。',
    en: '{host} could not be reached ({cause}). Check that service, the network and its certificate, then try again.',
  },
} as const;
