#!/usr/bin/env node
import { loadProgram } from './load-program';

loadProgram(require.resolve('./program'), process.argv[2]);
