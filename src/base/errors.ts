// The one table of failures. An expected outcome (refused, not found in the library, rejected file) is a value, not an error.

import { connectionErrors } from './connection-errors.ts';
import { modelErrors } from './model-errors.ts';

interface ErrorEntry {
  readonly status: number;
  readonly retryable: boolean;
  /** One sentence that says what to do; `{name}` is filled from the error's details. */
  readonly zh: string;
  readonly en: string;
}

export const errorTable = {
  'invalid-input': {
    status: 400,
    retryable: false,
    zh: '请求内容有误：{fault}。请改正后重试。',
    en: 'The request is not valid: {fault}. Correct it and try again.',
  },
  unauthenticated: {
    status: 401,
    retryable: false,
    zh: '请先登录：在网页上打开登录页，或运行 bin/hengjian login。',
    en: 'Sign in first: open the sign-in page, or run bin/hengjian login.',
  },
  'key-needed': {
    status: 401,
    retryable: false,
    zh: '需要有效的接口密钥：Authorization: Bearer hjk_…。请安全管理员用 bin/hengjian keys create 新建。',
    en: 'A valid API key is needed: Authorization: Bearer hjk_…. A security officer makes one with bin/hengjian keys create.',
  },
  'metrics-token-needed': {
    status: 401,
    retryable: false,
    zh: '需要 HENGJIAN_METRICS_TOKEN 的令牌：Authorization: Bearer …。请核对 Prometheus 的设置。',
    en: 'The token of HENGJIAN_METRICS_TOKEN is needed: Authorization: Bearer .... Check the settings of Prometheus.',
  },
  'sign-in-failed': {
    status: 401,
    retryable: false,
    zh: '登录名、密码或验证码不正确。请核对后重试；多次失败后需要等待。',
    en: 'Login name, password or code is not right. Check them and try again; after several failures there is a wait.',
  },
  'sign-in-delayed': {
    status: 429,
    retryable: true,
    zh: '失败次数过多，请在 {seconds} 秒后重试。若不是您本人所为，请告诉安全管理员。',
    en: 'Too many failures: try again in {seconds} seconds. If it was not you, tell the security officer.',
  },
  'sign-in-busy': {
    status: 503,
    retryable: true,
    zh: '同时登录的人太多，请稍后重试。',
    en: 'Too many people are signing in at once; try again in a moment.',
  },
  'link-spent': {
    status: 403,
    retryable: false,
    zh: '这个一次性链接已用过、已过期或不完整。请让管理员给您一个新的；首次启动时运行 bin/hengjian people links。',
    en: 'This one-time link was used, has expired or is not whole. Ask for a new one; at first run: bin/hengjian people links.',
  },
  'password-unfit': {
    status: 400,
    retryable: false,
    zh: '这个密码不能用：{faultZh}。',
    en: 'This password cannot be used: {faultEn}.',
  },
  'directory-unavailable': {
    status: 503,
    retryable: true,
    zh: '单位目录暂时不可用（{cause}），用单位账号不能登录。请稍后重试；管理员请运行 bin/hengjian doctor。本地账号不受影响。',
    en: 'The directory of the institution is not available ({cause}), so its accounts cannot sign in. Try again in a moment; an administrator should run bin/hengjian doctor. Local accounts still work.',
  },
  'oidc-failed': {
    status: 401,
    retryable: false,
    zh: '统一认证登录没有完成：请求已过期、已用过，或没有得到认证系统的确认。请从登录页重新开始；若仍如此请告诉系统管理员。',
    en: "The sign-in at your institution's own page was not completed: it has expired, was used before, or was not confirmed. Begin again on the sign-in page; if it persists, tell the system administrator.",
  },
  'directory-refused': {
    status: 403,
    retryable: false,
    zh: '单位目录认得您，但不能登录衡鉴：{faultZh}。请告诉系统管理员。',
    en: 'The directory knows you, but you cannot sign in here: {faultEn}. Tell the system administrator.',
  },
  'directory-account': {
    status: 409,
    retryable: false,
    zh: '这个账号来自单位目录，{whatZh}由目录决定。请在目录中修改，下次登录时生效。',
    en: 'This account is one of the directory, which decides on its {whatEn}. Change it there; it holds from the next sign-in on.',
  },
  'second-factor-state': {
    status: 409,
    retryable: false,
    zh: '动态验证码{stateZh}。请刷新页面查看现在的状态。',
    en: 'The second factor is {stateEn}. Reload the page to see how it stands.',
  },
  'second-factor-required': {
    status: 409,
    retryable: false,
    zh: '您的角色必须使用动态验证码，不能停用。换手机时请用恢复码登录后重新绑定，或请系统管理员提出重置。',
    en: 'Your role requires a second factor, so it cannot be turned off. If it is lost, use a recovery code, or have a system administrator propose a reset.',
  },
  'next-step-needed': {
    status: 403,
    retryable: false,
    zh: '登录还差一步：{stepZh}。请在网页上完成后重试。',
    en: 'Signing in is not complete: {stepEn}. Finish it on the web page, then try again.',
  },
  'solo-refused': {
    status: 409,
    retryable: false,
    zh: '不能使用单人模式：{faultZh}。',
    en: 'Solo mode is not possible: {faultEn}.',
  },
  'attachment-refused': {
    status: 422,
    retryable: false,
    zh: '不能附上这个文件：{zh}。',
    en: 'This file cannot be attached: {en}.',
  },
  'attachment-locked': {
    status: 422,
    retryable: false,
    zh: '还没有附上这个文件：{zh}。',
    en: 'This file is not attached yet: {en}.',
  },
  'library-full': {
    status: 409,
    retryable: false,
    zh: '这个部门的文库限额（{limitZh}）不够。请移出不再需要的文档（其原件到保留期满才不再计入），或请系统管理员提高限额。',
    en: 'The library limit of this department ({limitEn}) does not allow it. Take out documents that are not needed (their originals count until retention removes them), or have a system administrator raise the limit.',
  },
  'document-password-delayed': {
    status: 429,
    retryable: true,
    zh: '这份文件的密码已多次不对，请核对后在 {seconds} 秒后重试。',
    en: 'Several passwords did not open this document: check which is right and try again in {seconds} seconds.',
  },
  'permission-denied': {
    status: 403,
    retryable: false,
    zh: '您没有执行此操作的权限，请联系管理员。',
    en: 'You may not do this; ask an administrator.',
  },
  'outside-key': {
    status: 403,
    retryable: false,
    zh: '这个接口密钥只能用于场景“{scenario}”。请改用该场景，或请安全管理员另建密钥。',
    en: 'This API key is for the scenario {scenario} only. Ask that one, or have a security officer make another key.',
  },
  'second-person-needed': {
    status: 403,
    retryable: false,
    zh: '此事须由另一人办理：申请人不能批准自己的申请。请由持有另一权限的同事处理。',
    en: 'This takes a second person: nobody approves what he proposed himself. Ask a colleague who holds the other power.',
  },
  'last-holder': {
    status: 409,
    retryable: false,
    zh: '此人是唯一在用的{roleZh}，停用后就没有人能履行这一职责。请先让另一人担任，再停用。',
    en: 'This is the only {roleEn} in use; nobody could do that any more. Have another person made one first.',
  },
  'takes-two-people': {
    status: 409,
    retryable: false,
    zh: '降低级别须两人办理，请改为提交降级申请。',
    en: 'Lowering a grade takes two people: propose it as a change request.',
  },
  held: {
    status: 409,
    retryable: false,
    zh: '有法律保全在先，现在不能清除。请先由安全管理员申请、系统管理员同意解除保全（安全 → 法律保全）。',
    en: 'A legal hold stands in the way, so nothing is erased. Have it lifted first by a security officer and a system administrator (Security, Legal holds).',
  },
  'policy-invalid': {
    status: 500,
    retryable: false,
    zh: '权限策略无效，为安全起见已停止判定：{fault}。请恢复上一版策略。',
    en: 'The policy on rights is not valid, so nothing is allowed: {fault}. Restore the previous version of the policy.',
  },
  'foreign-origin': {
    status: 403,
    retryable: false,
    zh: '请求来自其他网站，已拒绝。请直接打开衡鉴的地址。',
    en: 'The request came from another site and was refused. Open Hengjian at its own address.',
  },
  'insecure-transport': {
    status: 403,
    retryable: false,
    zh: '连接未加密，已拒绝。请用 {url} 打开。',
    en: 'The connection is not encrypted and was refused. Open {url} instead.',
  },
  'wrong-content-type': {
    status: 415,
    retryable: false,
    zh: '请求的 Content-Type 应为 {expected}。请改正后重试。',
    en: 'The request must have the Content-Type {expected}. Correct it and try again.',
  },
  'not-found': { status: 404, retryable: false, zh: '找不到{what}，它可能已被删除。', en: 'No such {what}; it may have been deleted.' },
  conflict: {
    status: 409,
    retryable: false,
    zh: '内容已被改动：{fault}。请刷新后重试。',
    en: 'It has changed meanwhile: {fault}. Reload and try again.',
  },
  'file-too-large': {
    status: 413,
    retryable: false,
    zh: '文件超过 {limitMegabytes} MB 的上限，请拆分后再导入。',
    en: 'The file is over the limit of {limitMegabytes} MB; split it and import the parts.',
  },
  'too-many-requests': {
    status: 429,
    retryable: true,
    zh: '请求过于频繁，请在 {seconds} 秒后重试。',
    en: 'Too many requests: try again in {seconds} seconds.',
  },
  'limit-unknown': {
    status: 503,
    retryable: true,
    zh: '暂时无法核对次数，因此不能继续。请稍后重试，若仍如此请告诉系统管理员。',
    en: 'Attempts cannot be counted just now, so this is refused. Try again in a moment; if it persists, tell the system administrator.',
  },
  'uploads-busy': {
    status: 503,
    retryable: true,
    zh: '同时上传的文件太多，请在 {seconds} 秒后重试。',
    en: 'Too many files are being sent at once: try again in {seconds} seconds.',
  },
  'storage-unwritable': {
    status: 507,
    retryable: true,
    zh: '无法写入 {folder}（{cause}）。请检查磁盘空间和权限后重试，已保存的内容不受影响。',
    en: 'Cannot write to {folder} ({cause}). Check disk space and permissions, then try again; nothing saved was lost.',
  },
  'folder-in-use': {
    status: 503,
    retryable: true,
    zh: '数据目录 {folder} 正被另一个进程（{owner}）使用。请先停止它，或用 HENGJIAN_DATA 指定其他目录；若确知它已不在（例如换了容器），删除其中的 hengjian.lock。',
    en: 'The data folder {folder} is in use by another process ({owner}). Stop it first, or name another folder with HENGJIAN_DATA; if it is surely gone (another container, say), remove hengjian.lock there.',
  },
  'port-in-use': {
    status: 503,
    retryable: true,
    zh: '端口 {port} 已被占用。请停止占用它的程序，或用 PORT 指定其他端口。',
    en: 'Port {port} is taken. Stop the program that uses it, or choose another with PORT.',
  },
  'database-unreachable': {
    status: 503,
    retryable: true,
    zh: '无法连接数据库（{cause}）。请稍后重试；管理员请检查数据库服务和 DATABASE_URL，数据库恢复后服务会自行恢复。',
    en: 'The database cannot be reached ({cause}). Try again in a moment; an administrator should check the database server and DATABASE_URL: once it is back, service goes on by itself.',
  },
  'database-full': {
    status: 507,
    retryable: true,
    zh: '数据库所在磁盘空间不足（{cause}），暂时不能写入，查询照常。请管理员腾出空间；腾出后自行恢复，已保存的内容不受影响。',
    en: 'The disk of the database is short of space ({cause}), so nothing is written for now; reading goes on. An administrator should free some: writing then goes on by itself, and nothing saved was lost.',
  },
  'database-damaged': {
    status: 500,
    retryable: false,
    zh: '数据库文件已损坏（{cause}）。请停止服务，保留数据目录原样，用 bin/hengjian restore 把最近的备份恢复到新的位置，并检查磁盘。',
    en: 'Files of the database are damaged ({cause}). Stop the service, keep the data folder as it is, restore the last backup into a new place with bin/hengjian restore, and check the disk.',
  },
  'ledger-unavailable': {
    status: 503,
    retryable: true,
    zh: '账本暂时无法写入（{cause}），操作没有进行。请稍后重试，若仍出错请告诉管理员。',
    en: 'The ledger cannot be written ({cause}), so nothing was done. Try again later; if it persists, tell an administrator.',
  },
  'database-newer': {
    status: 503,
    retryable: false,
    zh: '数据由更新版本的衡鉴写入（迁移 {found}，本版本只认识到 {known}）。请升级程序后再启动。',
    en: 'The data was written by a newer Hengjian (migration {found}, this one knows {known}). Upgrade the program, then start again.',
  },
  'master-key-missing': {
    status: 503,
    retryable: false,
    zh: '数据已加密，但在 {where} 找不到主密钥。请放回原来的主密钥后再启动；没有它，任何人都无法读出数据。',
    en: 'The data is encrypted and there is no master key at {where}. Put the original key back and start again; without it nobody can read the data.',
  },
  'master-key-wrong': {
    status: 503,
    retryable: false,
    zh: '{where} 的主密钥打不开这些数据。请换回加密这些数据时所用的主密钥后再启动，数据未作任何改动。',
    en: 'The master key at {where} does not open this data. Put the key back that encrypted it and start again; nothing was changed.',
  },
  'master-key-unusable': {
    status: 503,
    retryable: false,
    zh: '无法从 {where} 取得主密钥：{fault}。请改正后再启动。',
    en: 'The master key cannot be had from {where}: {fault}. Correct that and start again.',
  },
  'sealed-value-refused': {
    status: 500,
    retryable: false,
    zh: '一处加密内容已损坏或被移动（{place}），已拒绝读取。请从备份恢复。',
    en: 'An encrypted value is damaged or was moved ({place}) and was not read. Restore it from a backup.',
  },
  'keys-out-of-date': {
    status: 503,
    retryable: true,
    zh: '暂时无法核对数据密钥，已停止写入。请检查数据库连接后重试。',
    en: 'The data keys cannot be checked at the moment, so nothing is written. Check the connection to the database and try again.',
  },
  'backup-key-missing': {
    status: 503,
    retryable: false,
    zh: '在 {where} 找不到备份密钥。请用 --key 指定密钥文件，或设置 HENGJIAN_BACKUP_KEY；没有它，任何人都无法读出备份。',
    en: 'There is no backup key at {where}. Name its file with --key, or set HENGJIAN_BACKUP_KEY; without it nobody can read the backups.',
  },
  'backup-key-wrong': {
    status: 503,
    retryable: false,
    zh: '{where} 的备份密钥打不开这些备份。请改用制作备份时的密钥（见恢复单）。',
    en: 'The backup key at {where} does not open these backups. Use the key that they were made with (see the recovery sheet).',
  },
  'backup-missing': {
    status: 404,
    retryable: false,
    zh: '{where} 没有这样的备份。请用 backups list 查看已有的备份。',
    en: 'There is no such backup in {where}. See which there are with backups list.',
  },
  'backup-damaged': {
    status: 500,
    retryable: false,
    zh: '{where} 的备份已损坏（{name}）。请恢复更早的备份，并检查存放备份的磁盘。',
    en: 'The backup in {where} is damaged ({name}). Restore an earlier one, and check the disk that keeps them.',
  },
  'backup-unset': {
    status: 409,
    retryable: false,
    zh: '还没有设置备份目录。请用 HENGJIAN_BACKUP 指定（最好在另一块磁盘上）后重新启动，或用 --to 指定。',
    en: 'No backup folder is set. Name one with HENGJIAN_BACKUP (best on another disk) and start again, or with --to.',
  },
  'rehearsal-failed': {
    status: 500,
    retryable: true,
    zh: '恢复演练没有完成：{cause}',
    en: 'The rehearsal of the restore did not come to an end: {cause}',
  },
  'restore-not-empty': {
    status: 409,
    retryable: false,
    zh: '{where} 已有数据，未作任何改动。请恢复到空的位置。',
    en: '{where} already holds data; nothing was changed. Restore into an empty place.',
  },
  'configuration-invalid': { status: 500, retryable: false, zh: '配置有误：{fault}', en: 'The configuration is not valid: {fault}' },
  'server-unreachable': {
    status: 503,
    retryable: true,
    zh: '无法连接衡鉴服务 {url}。请确认它正在运行。',
    en: 'The Hengjian server at {url} does not answer. Make sure that it is running.',
  },
  internal: {
    status: 500,
    retryable: true,
    zh: '系统内部出错，已记录（编号 {requestId}）。请重试，若仍出错请把编号告诉管理员。',
    en: 'Something failed inside and was logged ({requestId}). Try again; if it persists, give this number to an administrator.',
  },
  ...modelErrors,
  ...connectionErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
/** What fills the sentence. Must never hold text of documents or questions: it goes to logs. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(sentence(code, details, 'en'), options);
    this.code = code;
    this.details = details;
  }
}

/** The sentence of an error in the reader's language. */
export function sentence(code: ErrorCode, details: ErrorDetails, language: 'zh' | 'en'): string {
  return errorTable[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}

/** The sentence in both languages, for whoever does not know the reader's. */
export function bothSentences(code: ErrorCode, details: ErrorDetails): { zh: string; en: string } {
  return { zh: sentence(code, details, 'zh'), en: sentence(code, details, 'en') };
}

/** The system's error code (`ENOSPC`, `EACCES` ...) of a caught value, if it has one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
