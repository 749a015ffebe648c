// Counts the calls of each function of a command: calls.js OUT COMMAND ARGUMENT…
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');

const [node, , out, command, ...args] = process.argv;
process.argv = [node, command, ...args];
// V8 counts no calls of functions that it compiled before.
process.env.NODE_DISABLE_COMPILE_CACHE = '1';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
process.on('exit', () => session.post('Profiler.takePreciseCoverage', (_, { result }) => {
  const functions = result.find(({ url }) => url.endsWith('/program.js')).functions;
  writeFileSync(out, JSON.stringify(functions.map(({ ranges: [{ startOffset, count }] }) => [startOffset, count])));
}));
require(command);
