#!/usr/bin/env node
// The command line: `bin/hengjian --help`. Installs what is missing first.
import { prepare, run } from './prepare.js';

prepare();
run('src/cli/main.ts', process.argv.slice(2));
