// All documents of the demo institution, in the order of the manifest.
import { housing } from './documents/housing.ts';
import { livelihood } from './documents/livelihood.ts';
import { office } from './documents/office.ts';
import { parking } from './documents/parking.ts';
import { services } from './documents/services.ts';
import type { Draft } from './draft.ts';

export const drafts: readonly Draft[] = [...housing, ...parking, ...livelihood, ...services, ...office];
