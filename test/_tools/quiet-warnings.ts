/**
 * Warnings of ours are not printed, as hundreds of constructs of the tests deserve one. They stay in the metadata of the construct, and a
 * test that is about the warning itself spies on `emitWarning`.
 */
const print = process.emitWarning.bind(process) as (...args: unknown[]) => void;
process.emitWarning = ((warning: string | Error, type?: unknown, ...rest: unknown[]) => {
  if (type !== 'UnionAuthWarning') {
    print(warning, type, ...rest);
  }
}) as typeof process.emitWarning;
