// `hengjian check-claims --in FILE --out FILE`: anyone's own claims against the texts they are said to rest on, without a model.
import { z } from 'zod';
import { verifyClaim } from '../answer/verify/verify.ts';
import { readJsonLines } from '../knowledge/search/json-lines.ts';
import { openOutput } from './open-output.ts';
import type { Terminal } from './terminal.ts';

export interface CheckClaimsOptions {
  readonly in: string;
  readonly out: string;
}

// Only these fields are read: files may carry the expected verdicts.
const claimSchema = z.object({ id: z.coerce.string(), premise: z.string(), hypothesis: z.string().min(1) });

export async function checkClaims(terminal: Terminal, { in: claims, out }: CheckClaimsOptions): Promise<void> {
  const file = await openOutput(out);
  const counts = { supported: 0, contradicted: 0, unsupported: 0 };
  try {
    for await (const { id, premise, hypothesis } of readJsonLines(claims, claimSchema)) {
      const { score, verdict, conflicts } = verifyClaim(hypothesis, [premise]);
      counts[verdict] += 1;
      await file.write(`${JSON.stringify({ id, score, verdict, conflicts })}\n`);
    }
  } finally {
    await file.close();
  }
  const { supported, contradicted, unsupported } = counts;
  terminal.remark(
    `有据 ${supported}，冲突 ${contradicted}，无据 ${unsupported}：${out}`,
    `${supported} supported, ${contradicted} contradicted, ${unsupported} unsupported: ${out}`,
  );
}
