// `npm run build`: brings the web pages up to date.
import { buildWeb, prepare } from './prepare.js';

prepare();
buildWeb();
