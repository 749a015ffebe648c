import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { oneIn } from '../_tools/drawn';
import { GROWN, REASONS } from './_reasons';
import { filesBelow } from './seeds';
import { TARGETS } from './targets';

/** Each runs the command on an input that once took long. */
const deep = oneIn(5);

const CORPUS = join(__dirname, 'corpus');
const FILES = filesBelow(CORPUS).map((file) => relative(CORPUS, file));

deep('every input that was found has a reason, and every reason an input', () => expect(FILES).toEqual(Object.keys(REASONS).sort()));

const found = (file: string, text: Buffer) => TARGETS.find(({ name }) => file.startsWith(`${name}/`))?.run(text);

deep.each(Object.entries(REASONS))('%s: %s', (file) => expect(found(file, readFileSync(join(CORPUS, file)))).toEqual(expect.any(String)));

deep.each(GROWN)('%s: %s', (file, _, text) => expect(found(file, Buffer.from(text))).toEqual(expect.any(String)));
