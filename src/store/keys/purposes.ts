// What a data key is for. Each purpose has keys of its own, so that a value sealed for one opens for no other.

/** Keys that seal. A kind of value that begins to be sealed in a later version gets a purpose of its own. */
export const sealPurposes = [
  'originals',
  'answers',
  'library',
  'secrets',
  'ledger',
  'incidents',
  'retention',
  'models',
  'vectors',
  'sources',
] as const;
export type SealPurpose = (typeof sealPurposes)[number];

/** Keys that only hash: equal values have equal hashes, so values can be looked up without being stored. */
export const hashPurposes = ['original-addresses', 'document-names', 'search-tokens'] as const;
export type HashPurpose = (typeof hashPurposes)[number];

export type Purpose = SealPurpose | HashPurpose;
export const purposes: readonly Purpose[] = [...sealPurposes, ...hashPurposes];
