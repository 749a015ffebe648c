import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'spring-authorization-server';
/** The version of Spring Boot, whose starter contains it. */
const VERSION = '3.5.7';

/** Spring Authorization Server from Maven Central, with our program that registers clients; `locate` returns the folder. */
export const springAuthorizationServer: Tool = {
  name: NAME,
  version: VERSION,
  needs: 'Java 17 or newer (a JDK) and Maven ("mvn") on the PATH; 30 MB, half a minute',
  locate: () => cached(NAME, VERSION, ''),
  install: () => fillCache(NAME, VERSION, (directory) => {
    cpSync(join(__dirname, NAME), directory, { recursive: true });
    run('mvn', [
      '-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(directory, 'lib')}`,
    ], directory);
    run('javac', ['-cp', 'lib/*', '-d', 'classes', 'Server.java'], directory);
  }),
};
