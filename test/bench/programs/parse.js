// Parsing alone: reads every file of a folder and keeps its objects, as whoever judges them must.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { CORE_SCHEMA, loadAll, mergeTag } = require('js-yaml');

const [, , folder] = process.argv;
const schema = CORE_SCHEMA.withTags(mergeTag);
const objects = readdirSync(folder).sort().flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8'), null, { schema }));
console.log(objects.length);
