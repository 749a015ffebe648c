import { Command } from './command';
import { UsageError } from './io';
import { valuesCheckCommand } from './values-check-command';
import { valuesMigrateCommand } from './values-migrate-command';
import { valuesSchemaCommand } from './values-schema-command';

const COMMANDS = new Map<string | undefined, Command>([['check', valuesCheckCommand], ['migrate', valuesMigrateCommand], ['schema', valuesSchemaCommand]]);

export const valuesCommand: Command = {
  help: `Usage: cdk8s-union-auth values COMMAND

Judges the values files of Union's charts against what a chart release reads about authentication.

${[...COMMANDS.values()].map(({ help }) => help).join('\n')}`,
  run([name, ...args], io) {
    const command = COMMANDS.get(name);
    if (command === undefined) {
      throw new UsageError(`values: ${name === undefined ? 'name a command' : `${JSON.stringify(name)} is unknown`}; choose one of ${[...COMMANDS.keys()].join(', ')}`);
    }
    return command.run(args, io);
  },
};
