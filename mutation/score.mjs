// @ts-check
import { readFileSync } from 'node:fs';

/**
 * The score of one room: what is killed of what was drawn, and how sure that is.
 *
 * @typedef {{ all: number, drawn: number, killed: number, survived: number, uncovered: number, loading: number }} Room
 */

const reports = process.argv.slice(2);
/** @type {Map<string, Room>} */
const rooms = new Map();
for (const report of reports.length ? reports : ['.tmp/mutation/report.json']) {
  for (const [file, { mutants }] of Object.entries(JSON.parse(readFileSync(report, 'utf8')).files)) {
    const name = file.split('/').slice(0, file.startsWith('src/verify/') ? 3 : 2).join('/').replace(/\/[^/]*\.ts$/, '');
    const room = rooms.get(name) ?? { all: 0, drawn: 0, killed: 0, survived: 0, uncovered: 0, loading: 0 };
    rooms.set(name, room);
    for (const { status } of mutants) {
      if (status === 'Ignored') {
        room.loading++;
        continue;
      }
      room.all++;
      room.drawn += Number(status !== 'CompileError' && status !== 'RuntimeError');
      room.killed += Number(status === 'Killed' || status === 'Timeout');
      room.survived += Number(status === 'Survived');
      room.uncovered += Number(status === 'NoCoverage');
    }
  }
}

/** Wilson's interval at 95 %, narrowed by how much of the room was drawn. @param {Room} room */
function interval({ all, drawn, killed }) {
  const z = 1.96 * Math.sqrt((all - drawn) / Math.max(all - 1, 1));
  const p = killed / drawn;
  const middle = (p + z ** 2 / (2 * drawn)) / (1 + z ** 2 / drawn);
  const reach = (z / (1 + z ** 2 / drawn)) * Math.sqrt((p * (1 - p)) / drawn + z ** 2 / (4 * drawn ** 2));
  return [middle - reach, middle + reach];
}

/** @param {number} share */
const percent = (share) => (100 * share).toFixed(1);

console.log('| room | mutants | drawn | killed | survived | no coverage | score | 95 % interval |');
console.log('|---|---|---|---|---|---|---|---|');
/** @param {string} name @param {Room} room @param {number} score @param {number[]} between */
function line(name, { all, drawn, killed, survived, uncovered }, score, [from, to]) {
  console.log(`| ${name} | ${all} | ${drawn} | ${killed} | ${survived} | ${uncovered} | ${percent(score)} | ${percent(from)} to ${percent(to)} |`);
}
for (const [name, room] of [...rooms].sort()) {
  line(name, room, room.killed / room.drawn, interval(room));
}
