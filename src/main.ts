// `npm start`: serves until it is told to stop.
import { readConfig } from './base/config.ts';
import { AppError, bothSentences } from './base/errors.ts';
import { closeOnSignal, serve } from './serve.ts';
import { welcome } from './welcome.ts';

try {
  const service = await serve(readConfig({ HENGJIAN_SOLO: process.argv.includes('--solo') ? 'on' : undefined }));
  console.log(welcome(service));
  closeOnSignal(service);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const { zh, en } = bothSentences(error.code, error.details);
  console.error(`${zh}\n${en}`);
  process.exit(1);
}
