#!/usr/bin/env node
import { tooOld } from '../common/system/requirements';
import { loadProgram } from './load-program';

const [, , command] = process.argv;
const fault = tooOld(['init', 'synth'].includes(command));
if (fault === undefined) {
  loadProgram(require.resolve('./program'), command);
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 2;
}
