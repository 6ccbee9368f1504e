// In which order requests are served when not all can be at once.

/** `interactive`: somebody waits for the answer. `batch`: for all of many together. */
export const priorities = ['interactive', 'batch'] as const;
export type Priority = (typeof priorities)[number];
