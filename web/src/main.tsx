// Zod compiles schemas with `new Function`, which the content security policy forbids. It must know before the first schema is
// made, and contracts make theirs when they are loaded: hence the import afterwards.
import { config } from 'zod';
import { giveStylesTheNonce } from './style-nonce.ts';

config({ jitless: true });
giveStylesTheNonce();
const { start } = await import('./start.tsx');
await start();
