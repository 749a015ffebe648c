import { strToU8, Zippable, zipSync } from 'fflate';
import { markerFile } from '../../../src/cli/write-folder';
import type { OutputFile } from '../../../src/constructs/output/output-folder';
import { byId, count, drawing, element, framed } from '../shared/dom';
import { handOver } from '../shared/handover';
import { header } from '../shared/header';
import { PictureView } from '../shared/picture-view';
import { FileView } from './files';
import { Form, SettingsForm } from './form';
import { exampleFor } from './interview';
import type { Asked, Made, ShownQuestion } from './protocol';
import workerProgram from './worker?worker';

const PAUSE = 120;
const OUTPUT = 'dist/';

const said = new Map<string, string | boolean>();
let turn = 0;
let pause: ReturnType<typeof setTimeout> | undefined;
let made: Made | undefined;
let isFilling = false;

/** A worker created from a text has the security policy of this page: it cannot send requests. */
const worker = new Worker(URL.createObjectURL(new Blob([workerProgram], { type: 'text/javascript' })));
const form = new Form(byId('questions'), say);
const settings = new SettingsForm(byId('settings'), say);
const view = new FileView(byId('files'), byId('file'));

function say(id: string, value: string | boolean): void {
  said.set(id, value);
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE);
}

function ask(): void {
  turn += 1;
  const asked: Asked = { turn, said: [...said] };
  worker.postMessage(asked);
}

/**
 * The output of the command: an app, or values without code. It recognizes its own files by their markers.
 */
function wanted({ app, kept, output }: Made): OutputFile[] {
  const isApp = byId<HTMLSelectElement>('kind').value === 'app';
  return isApp ? [...app, markerFile(app)] : [...kept, markerFile(kept), ...[...output, markerFile(output)].map(inOutput)];
}

function inOutput(file: OutputFile): OutputFile {
  return { ...file, path: `${OUTPUT}${file.path}` };
}

/** The selected output, including the files that an app would write. */
function looked(all: Made): OutputFile[] {
  const isApp = byId<HTMLSelectElement>('kind').value === 'app';
  return [...isApp ? all.app : all.kept, ...all.output.map(inOutput)];
}

function show(answer: Made): void {
  if (answer.turn !== turn) {
    return;
  }
  made = answer;
  form.show(answer.questions);
  settings.show(answer.settings);
  byId('further').hidden = false;
  const wrong = [...answer.questions, ...answer.settings.flatMap((group) => group.settings)].filter(({ problem }) => problem !== undefined);
  const missing = answer.questions.filter(isMissing);
  if (isFilling && missing.length > 0) {
    fill(answer.questions);
    return;
  }
  isFilling = false;
  const isShown = answer.output.length > 0;
  const isMade = isShown && answer.examples.length === 0 && missing.length === 0;
  byId('status').textContent = statusOf(answer, isMade, wrong.length, missing.length);
  byId('problems').replaceChildren(...(missing.length > 0 ? [] : answer.problems).map((text) => element('li', {}, text)));
  byId('warnings').replaceChildren(...(isMade ? answer.warnings : []).map((text) => element('li', {}, text)));
  byId('notes').hidden = !isMade || answer.warnings.length === 0;
  document.documentElement.classList.toggle('unfinished', !isShown);
  byId<HTMLButtonElement>('zip').disabled = !isMade;
  byId<HTMLButtonElement>('judge').disabled = !isMade;
  if (isShown) {
    view.show(looked(answer), new Set(wanted(answer).map(({ path }) => path)), answer.examples);
  }
  if (isMade) {
    showPictures(answer);
  }
}

/** The progress, in numbers of answers and files. */
function statusOf(answer: Made, isMade: boolean, wrong: number, missing: number): string {
  if (isMade) {
    return `${count(wanted(answer).length, 'file')} in the zip`;
  }
  const left = wrong > 0 ? `${count(wrong, 'answer')} to correct` : `${count(missing, 'answer')} still missing`;
  return `${left}${answer.output.length > 0 ? '. Until then the files show examples in their place, marked' : ''}.`;
}

function showPictures({ login, flow }: Made): void {
  const sequence = login === undefined ? [] : [element('h2', {}, 'How a person signs in'), framed('How a person signs in', drawing(login))];
  byId('pictures').replaceChildren(...(flow === undefined ? [] : [new PictureView(flow).root]), ...sequence);
}

/** Answers lead to further questions: repeats until nothing is missing. */
function fill(questions: readonly ShownQuestion[]): void {
  const missing = questions.filter((question) => isMissing(question) && !said.get(question.id));
  missing.forEach((question) => said.set(question.id, exampleFor(question)));
  isFilling = missing.length > 0;
  ask();
}

function isMissing({ value, optional }: ShownQuestion): boolean {
  return (value === undefined || value === '') && !optional;
}

function download(files: readonly OutputFile[]): void {
  const entries: Zippable = Object.fromEntries(files.map(({ path, text, executable }) =>
    [path, [strToU8(text), { os: 3, attrs: (executable ? 0o100755 : 0o100644) * 0x10000, mtime: '1980-01-01' }]]));
  const link = element('a', { href: URL.createObjectURL(new Blob([zipSync(entries)], { type: 'application/zip' })), download: 'union-auth.zip' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

worker.addEventListener('message', ({ data }: MessageEvent<Made>) => show(data));
worker.addEventListener('error', ({ message }) => { byId('status').textContent = `It failed: ${message}. Please report it with your answers.`; });
byId('kind').addEventListener('change', () => made && show(made));
byId('zip').addEventListener('click', () => made && download(wanted(made)));
byId('judge').addEventListener('click', () => {
  if (made !== undefined) {
    handOver(made.output.filter(({ path }) => /\.(?:ya?ml|json)$/.test(path)).map(({ path, text }) => ({ name: path, text })));
    location.assign('../judge/index.html');
  }
});
byId('example').addEventListener('click', () => {
  // The last answer may lead to new questions.
  isFilling = true;
  clearTimeout(pause);
  ask();
});
header();
ask();
