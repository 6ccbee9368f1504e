// `npm start`: installs and builds what is missing, then serves.
import { buildWeb, prepare, run } from './prepare.js';

prepare();
buildWeb();
run('src/main.ts', process.argv.slice(2));
