import { Command } from './command';
import { UsageError } from './io';
import { valuesCheckCommand } from './values-check-command';
import { valuesMigrateCommand } from './values-migrate-command';
import { valuesSchemaCommand } from './values-schema-command';

const COMMANDS: readonly Command[] = [valuesCheckCommand, valuesMigrateCommand, valuesSchemaCommand];

export const valuesCommand: Command = {
  name: 'values',
  summary: 'check, migrate or describe values files',
  help: `Usage: cdk8s-union-auth values COMMAND

Judges the values files of Union's charts against what a chart release reads about authentication.

${COMMANDS.map(({ help }) => help).join('\n')}`,
  run([name, ...args], io) {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined) {
      throw new UsageError(`values: ${name === undefined ? 'name a command' : `${JSON.stringify(name)} is unknown`}; choose one of ${COMMANDS.map((one) => one.name).join(', ')}`);
    }
    return command.run(args, io);
  },
};
