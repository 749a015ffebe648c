import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { bundled, BuiltInUses } from '../../site/apps/bundle';
import { appFiles, examine } from '../../src/init';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { KINDS } from '../init/_answers';

/** Each bundles for a browser. */
const deep = oneIn(20);

/** What browsers have, too. */
const BROWSER = { URL, queueMicrotask, TextEncoder, TextDecoder, atob, btoa, structuredClone, setTimeout };

/** Runs a program as a browser would, and tells what it made and which of our files import something of Node. */
async function inBrowser(program: string, given: object): Promise<{ readonly made: unknown; readonly imports: readonly string[] }> {
  const uses: BuiltInUses = new Map();
  const script = await bundled(join(__dirname, program), false, uses);
  const context = createContext({ ...BROWSER, given: JSON.stringify(given), made: undefined });
  runInContext(script, context);
  return {
    made: JSON.parse((context as { made: string }).made),
    imports: [...uses].flatMap(([name, files]) => [...files].filter((each) => each.startsWith('src/')).map((each) => `${each} ${name}`)).sort(),
  };
}

const names = drawn(Object.keys(KINDS), 1);
const answers = names.map((name) => KINDS[name]);

deep('what is made of answers is made without Node, to the byte', async () => {
  const { made, imports } = await inBrowser('_emit.ts', answers);
  expect((made as object[][]).map((files) => files.filter((file) => 'path' in file && !('executable' in file)))).toEqual(answers.map(() => []));
  const here = answers.map((each) => {
    const examined = examine(each);
    return [...examined.files, ...appFiles(examined, '^1.0.0')];
  });
  const different = here.flatMap((files, index) => files.filter((file, i) => JSON.stringify(file) !== JSON.stringify((made as object[][])[index][i]))
    .map(({ path }) => `${names[index]}: ${path}`));
  expect(different).toEqual([]);
  // What writes files and compares their places needs a file system and paths, and nothing else needs anything.
  expect(imports).toEqual([
    'src/common/system/write-file.ts fs',
    'src/common/system/write-file.ts path',
    'src/constructs/output/output-folder.ts path',
    'src/constructs/output/texts.ts path',
  ]);
});

deep('judging imports nothing of Node, and judges the same', async () => {
  const texts = examine(KINDS['the least']).files.map(({ path, text }) => ({ name: path, text }));
  const broken = texts.map(({ name, text }) => ({ name, text: text.replace(/client_secret/, 'client_secretx') }));
  const { made, imports } = await inBrowser('_judge.ts', broken);
  const report = verifyParsed(parseManifests(broken));
  expect(report.findings.length).toBeGreaterThan(0);
  expect(made).toEqual(JSON.parse(JSON.stringify(report)));
  expect(imports).toEqual([]);
});
