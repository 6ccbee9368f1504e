// The first person: owner of what was done before accounts, and the one person of a site in solo mode.
import { personIdSchema } from '../base/ids.ts';

export const firstPersonId = personIdSchema.parse('00000000-0000-7000-8000-000000000001');
