import type { Messages } from './zh.ts';

export const scenarios: Messages['scenarios'] = {
  title: 'Scenarios',
  lead: 'Each use is a scenario. A change makes its next version, and every answer names the version that it used. What is let through is set here: stricter than calibrated counts at once, looser takes a second person.',
  add: 'Add a scenario',
  change: 'Next version',
  changeOf: 'Next version of {{title}}',
  version: 'version {{version}}',
  versions: 'Versions ({{count}})',
  engineLabel: 'Who answers',
  engine: {
    extractive: 'Quotations, no model',
    generative: 'A model writes, checked sentence by sentence',
    relay: 'A model is relayed, without the library',
  },
  name: 'Name',
  nameHint: 'Lower-case letters, digits and -; it stays',
  titleLabel: 'Title',
  purpose: 'Purpose',
  inputGrade: 'Grade of what is typed',
  models: 'Models that it may use',
  contact: 'Whom to ask where it does not help',
  contactHint: 'Such as a telephone number; shown with refusals and where no model can be used',
  priorityLabel: 'When models are busy',
  priority: { interactive: 'people wait: first', batch: 'batch: after people' },
  share: 'Share',
  shareHint: 'Of busy models beside other scenarios, 1 to 100',
  checks: 'What is let through',
  checksLead:
    'Scores lie between 0 and 1. A higher threshold lets less through that is wrong, and holds back more that is right; the calibrated one was set on development sets.',
  supportedFrom: 'Support from which a sentence is shown',
  supportedFromHint:
    'A sentence of a model is part of the answer when the sources that it names bear it out this surely. What contradicts them is never shown, whatever the threshold.',
  answeredFrom: 'Confidence from which there is an answer',
  answeredFromHint: {
    extractive: 'There is an answer when it is this sure that the documents hold one; below, what was found is shown as found.',
    generative: 'Counts where quotations stand in for the model. What the model writes is judged by the threshold above.',
  },
  showOpinions: "Show the model's view",
  showOpinionsHint:
    "Sentences that documents neither bear out nor contradict stand below the answer, marked as the model's view, without a source. Those with figures, dates, names, rights or duties stay out.",
  supportedFromIs: 'supported ≥ {{score}}',
  answeredFromIs: 'answers ≥ {{score}}',
  opinionsShown: "model's view shown",
  opinionsHidden: "model's view not shown",
  looser: 'looser than calibrated',
  stricter: 'stricter than calibrated',
  usual: 'calibrated',
  threshold: 'Threshold',
  curve: { supportedFrom: 'Threshold and the check of sentences', answeredFrom: 'Threshold and whether there is an answer' },
  recall: { supportedFrom: 'untrue sentences held back', answeredFrom: 'unanswerable questions not answered' },
  falseAlarms: { supportedFrom: 'true sentences held back', answeredFrom: 'answerable questions not answered' },
  rates: {
    supportedFrom:
      'At {{score}}: {{recall}} of untrue sentences are held back, and {{falseAlarms}} of true ones (cross-validated: {{unseenRecall}} and {{unseenAlarms}}).',
    answeredFrom:
      'At {{score}}: {{recall}} of questions without an answer in the library are not answered, and {{falseAlarms}} of those with one (cross-validated: {{unseenRecall}} and {{unseenAlarms}}).',
  },
  curveHint:
    'Measured on development sets: {{sound}} true or answerable, {{unsound}} untrue or unanswerable. The rules were written with them in view, so your own documents will differ; cross-validated is with weights fitted without what is judged.',
  takesTwo:
    'More is let through than now, or what is typed counts as less: a system administrator has to approve, and nobody approves a request of their own.',
  reason: 'Reason, for who approves',
  propose: 'Propose',
  proposed: 'Proposed',
  waiting: 'It counts once a second person approves.',
  saved: 'It counts now',
  saveVersion: 'Save as version {{version}}',
};
