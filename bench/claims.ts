// Claims against the passages they are said to rest on: with the weights as shipped, and with weights fitted without the claims scored.
//   HENGJIAN_BENCH_DATA=<folder> npm run eval:claims -- [--fit] [--verbose] [--calibrate [--keep]]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { signsOf, supportOf, type SupportModel } from '../src/answer/verify/support.ts';
import { examineClaim, judge, verifyClaim } from '../src/answer/verify/verify.ts';
import { usualChecks } from '../src/scenarios/checks-contract.ts';
import { printMeasurements } from './bars.ts';
import { calibrate, type Weighed } from './calibration.ts';
import { dataPath } from './data-path.ts';
import { fitLogistic } from './fit-logistic.ts';
import { officialClaims } from './official-claims.ts';
import { type GoldClaim, type Scored, scoreClaims } from './score-claims.ts';

const { values: options } = parseArgs({
  options: {
    fit: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    /** What each threshold holds back; kept: for the page on which it is set. */
    calibrate: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const policy = read('policy-claims.dev.jsonl');
const answers = read('cmrc-qa.dev.jsonl');
const { supportedFrom } = usualChecks;
const ridge = 1;
const foldCount = 5;
const swappedNames = new Set(['entity_swapped', 'entity', 'actor']);

if (options.fit) console.log('weights fitted to all policy claims', JSON.stringify(fit(policy)));
if (options.calibrate) {
  const unseen = inFolds((held, model) => weighed([...held, ...withForeignTexts(held)], model));
  calibrate('supportedFrom', weighed([...policy, ...withForeignTexts(policy)], undefined), unseen, options.keep);
}
report('policy claims, as shipped', scoredWith(policy, undefined), true);
report('policy claims, five folds by pair', inFolds(scoredWith), true);
report('the same claims against passages on something else', scoredWith(withForeignTexts(policy), undefined), false);
report('official texts of other kinds, those that may be read', scoredWith(officialClaims('open'), undefined), true);
report('official texts of other kinds, those that are only measured', scoredWith(officialClaims('blind'), undefined), true, false);
report('questions and answers on encyclopedia passages, as shipped (not a bar)', scoredWith(answers, undefined), false);
printMeasurements([{ measure: 'claims a second, one core', value: perSecond(), bar: { atLeast: 1000 } }]);

function read(name: string): GoldClaim[] {
  const lines = readFileSync(dataPath('faithfulness', name), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as GoldClaim);
}

function fit(claims: readonly GoldClaim[]): SupportModel {
  // Where something stands against a claim, how much of it is carried decides nothing.
  const examples = [...claims, ...withForeignTexts(claims)].flatMap(({ hypothesis, premise, label }) => {
    const { coverage, conflicts } = examineClaim(hypothesis, [premise]);
    return conflicts.length > 0 ? [] : [{ signs: signsOf(coverage), isPositive: label === 'supported' }];
  });
  const { bias, weights } = fitLogistic(examples, ridge);
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return { bias: rounded(bias), weights: weights.map(rounded) };
}

/** Claims against passages that speak of something else: what a model adds of its own is most often like them. */
function withForeignTexts(claims: readonly GoldClaim[]): GoldClaim[] {
  const sound = claims.filter(({ label }) => label === 'supported');
  return sound.flatMap((claim, index) =>
    [7, 19].map((step): GoldClaim => {
      const other = sound[(index + step) % sound.length] ?? claim;
      return {
        ...claim,
        id: `${claim.id}-foreign-${step}`,
        premise: other.premise,
        label: 'unsupported',
        kind: 'foreign_text',
        pair: undefined,
      };
    }),
  );
}

function scoredWith(claims: readonly GoldClaim[], model: SupportModel | undefined): Scored[] {
  return claims.map((gold) => {
    const { coverage, conflicts } = examineClaim(gold.hypothesis, [gold.premise]);
    return { gold, score: judge(supportOf(signsOf(coverage), model), conflicts).score };
  });
}

function weighed(claims: readonly GoldClaim[], model: SupportModel | undefined): Weighed[] {
  return claims.map(({ hypothesis, premise, label }) => {
    const { coverage, conflicts } = examineClaim(hypothesis, [premise]);
    return { isSound: label === 'supported', passesUpTo: conflicts.length > 0 ? -1 : supportOf(signsOf(coverage), model) };
  });
}

/** The claims of each fold, judged with weights that were fitted to the others. */
function inFolds<Judged>(judgeFold: (held: readonly GoldClaim[], model: SupportModel) => Judged[]): Judged[] {
  const pairs = [...new Set(policy.map(({ pair }) => pair))];
  const foldOf = (claim: GoldClaim): number => pairs.indexOf(claim.pair) % foldCount;
  return Array.from({ length: foldCount }, (_, fold) => {
    const model = fit(policy.filter((claim) => foldOf(claim) !== fold));
    return judgeFold(
      policy.filter((claim) => foldOf(claim) === fold),
      model,
    );
  }).flat();
}

function report(name: string, scored: readonly Scored[], hasBars: boolean, mayBeRead = true): void {
  const { auc, f1, falseAlarms, pairs, recall } = scoreClaims(scored, supportedFrom);
  console.log(`\n${name}: ${scored.length} claims`);
  printMeasurements([
    { measure: 'AUC', value: auc, ...(hasBars ? { bar: { atLeast: 0.93 } } : {}) },
    { measure: 'F1 of what is not supported', value: f1, ...(hasBars ? { bar: { atLeast: 0.88 } } : {}) },
    { measure: 'false alarms', value: falseAlarms, ...(hasBars ? { bar: { atMost: 0.08 } } : {}) },
    { measure: 'pairs in order', value: pairs },
    ...Object.entries(recall).map(([kind, value]) => ({
      measure: `caught of ${kind}`,
      value,
      ...(hasBars && swappedNames.has(kind) ? { bar: { atLeast: 0.75 } } : {}),
    })),
  ]);
  if (options.verbose && mayBeRead)
    for (const { gold, score } of scored)
      if (score >= supportedFrom !== (gold.label === 'supported')) console.log(gold.id, gold.kind, score.toFixed(2), gold.hypothesis);
}

/** Of processor time, so that what else runs on the machine does not count. */
function perSecond(): number {
  const rounds = 5;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) for (const { hypothesis, premise } of policy) verifyClaim(hypothesis, [premise]);
  const { user, system } = process.cpuUsage(start);
  return (rounds * policy.length) / ((user + system) / 1e6);
}
