// The page of an answer box, alone or in a frame of somebody else's page. It holds nothing of the pages for staff.
// Zod must know before the first schema is made that it may not compile (see ../main.tsx).
import { config } from 'zod';
import '../base.css';
import { applyPalette } from '../theme.ts';

config({ jitless: true });
const { startBox } = await import('./start-box.tsx');
applyPalette(document.documentElement);
startBox();
