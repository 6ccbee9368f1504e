import { AppError } from '../../base/errors.ts';

/** An account of the directory has no password here. */
export function passwordElsewhere(): AppError {
  return new AppError('directory-account', { whatZh: '密码', whatEn: 'password' });
}
