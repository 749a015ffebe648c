/* eslint-disable @typescript-eslint/no-require-imports -- a command loads what it needs */
import { UsageError } from './command';
import type { Command, NamedCommand } from './command';

const COMMANDS: readonly NamedCommand[] = [
  {
    name: 'check',
    summary: 'check values files',
    load: () =>
      (require('./values-check-command') as typeof import('./values-check-command')).valuesCheckCommand,
  },
  {
    name: 'migrate',
    summary: 'rewrite a values file for another chart release',
    load: () =>
      (require('./values-migrate-command') as typeof import('./values-migrate-command')).valuesMigrateCommand,
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a chart release',
    load: () =>
      (require('./values-schema-command') as typeof import('./values-schema-command')).valuesSchemaCommand,
  },
];

export const valuesCommand: Command = {
  get help() {
    return `Usage: cdk8s-union-auth values COMMAND

Checks values files of Union's charts against what a chart release reads about authentication.

${COMMANDS.map((command) => command.load().help).join('\n')}`;
  },
  run([name, ...args], io) {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined) {
      throw new UsageError(
        `values: ${name === undefined ? 'name a command' : `${JSON.stringify(name)} is unknown`}; choose one `
          + `of ${COMMANDS.map((one) => one.name).join(', ')}`,
      );
    }
    return command.load().run(args, io);
  },
};
