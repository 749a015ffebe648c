#!/usr/bin/env node
import { tooOld } from '../common/system/requirements';
import { loadProgram } from './load-program';

const [, , command] = process.argv;
// These commands use constructs, and need cdk8s.
const fault = tooOld(['init', 'synth'].includes(command) ? ['cdk8s', 'constructs'] : []);
if (fault === undefined) {
  loadProgram(require.resolve('./program'), command);
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 2;
}
