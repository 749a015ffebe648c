/* eslint-disable @typescript-eslint/no-require-imports -- a command loads what it needs */
import type { NamedCommand } from './command';

/** Every command, in the order of the overview. */
export const COMMANDS: readonly NamedCommand[] = [
  {
    name: 'init',
    summary: 'ask, and write an app, or values without code',
    load: () => (require('./init-command') as typeof import('./init-command')).initCommand,
  },
  {
    name: 'synth',
    summary: 'make manifests and values from a file of answers',
    load: () => (require('./synth-command') as typeof import('./synth-command')).synthCommand,
  },
  {
    name: 'verify',
    summary: 'check manifests and values files',
    load: () => (require('./verify-command') as typeof import('./verify-command')).verifyCommand,
  },
  {
    name: 'graph',
    summary: 'draw the wiring of manifests',
    load: () => (require('./graph-command') as typeof import('./graph-command')).graphCommand,
  },
  {
    name: 'rules',
    summary: 'list the rules',
    load: () => (require('./rules-command') as typeof import('./rules-command')).rulesCommand,
  },
  {
    name: 'explain',
    summary: 'explain a symptom or a rule',
    load: () => (require('./explain-command') as typeof import('./explain-command')).explainCommand,
  },
  {
    name: 'values',
    summary: 'check, migrate or describe values files',
    load: () => (require('./values-command') as typeof import('./values-command')).valuesCommand,
  },
  {
    name: 'doctor',
    summary: 'ask a running deployment why no one can log in',
    load: () => (require('./doctor-command') as typeof import('./doctor-command')).doctorCommand,
  },
  {
    name: 'completion',
    summary: 'print what makes bash, zsh or fish complete all this',
    load: () =>
      (require('./completion-command') as typeof import('./completion-command')).completionCommand(COMMANDS),
  },
];
