// Runs a TypeScript file of this project: `node bin/run.js scripts/check.ts`. Installs what is missing first.
import { prepare, run } from './prepare.js';

prepare();
run(process.argv[2], process.argv.slice(3));
