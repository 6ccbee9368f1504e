// Why a file cannot be asked about, and what to do.
import type { RejectionReason } from '../../knowledge/reading/reading.ts';

/** Of files that could be read, or would be with patience. */
export type OwnReason = 'state-secret' | 'many-scanned-pages' | 'lock-unknown';

export const refusalWords: Readonly<Record<RejectionReason | OwnReason, { readonly zh: string; readonly en: string }>> = {
  empty: { zh: '文件是空的', en: 'it is empty' },
  'unsupported-format': { zh: '不支持这种格式，请另存为 DOCX、PDF 或 TXT', en: 'its format is not supported; save it as DOCX, PDF or TXT' },
  'type-mismatch': { zh: '内容与扩展名不符，请改正扩展名或另存', en: 'it is not what its name says; correct the name, or save it again' },
  damaged: { zh: '文件已损坏或不完整，请重新取得', en: 'it is damaged or not whole; get it again' },
  encrypted: { zh: '文件有密码，请给出密码', en: 'it has a password; enter it' },
  'wrong-password': { zh: '密码不对，请核对后重试', en: 'that is not its password; check it and try again' },
  'lock-unknown': {
    zh: '这种加密在这里打不开，请在办公软件中去掉密码',
    en: 'this kind of encryption is not opened here; take the password off in an office program',
  },
  'no-text-layer': { zh: '没有可读的文字，请附上有文字的文件', en: 'it holds no text that could be read; attach one that does' },
  'garbled-text': { zh: '文字层无法还原成正确的文字，请换一份', en: 'its text cannot be made out; take another copy' },
  undecodable: { zh: '无法判断文字编码，请另存为 UTF-8', en: 'its encoding cannot be told; save it as UTF-8' },
  'decompression-bomb': { zh: '解压后异常巨大，已停止读取', en: 'it unpacks to an enormous size; reading was stopped' },
  'xml-dtd': {
    zh: '含有文档类型声明（DTD），可能用来攻击，请在办公软件中另存',
    en: 'it holds a document type declaration, which can attack; save it again',
  },
  'too-deep': { zh: '内部嵌套过深，请在办公软件中另存', en: 'it is nested too deeply; save it again' },
  'too-large': { zh: '内容过多，请拆分', en: 'it holds too much; split it' },
  'timed-out': { zh: '读取超时，请拆分后重试', en: 'reading it took too long; split it and try again' },
  'many-scanned-pages': {
    zh: '扫描页太多（一次最多识别 20 页），请拆分，或由知识编辑导入文库',
    en: 'it has too many scanned pages (20 are recognised at a time); split it, or have an editor import it into the library',
  },
  'recognition-denied': { zh: '文字识别服务不得接收这一级别的内容', en: 'the text recognition service may not receive this grade' },
  'recognition-failed': { zh: '文字识别没有完成，请稍后重试', en: 'its text was not recognised; try again later' },
  'state-secret': { zh: '标有国家秘密的密级，不得传入本系统', en: 'it is marked as a state secret, which has no place here' },
};
