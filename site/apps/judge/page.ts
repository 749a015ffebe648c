import type { InputProblem, ManifestText } from '../../../src/common/yaml/input';
import { openText } from '../../../src/verify/read/open-question';
import { byId, count, element } from '../shared/dom';
import { takeOver } from '../shared/handover';
import { header } from '../shared/header';
import { PictureView } from '../shared/picture-view';
import { findingsList, textsByName, verdictText } from './findings';
import type { Answer, Verdict } from './protocol';
import { readChosen, readDropped, ReadFiles } from './read-files';
import workerProgram from './worker?worker';

const PASTED = 'pasted.yaml';
/** The delay after typing. */
const PAUSE = 400;
/** Characters. */
const LARGE = 50_000;

/** The verified files, including the pasted text. */
let files: readonly ManifestText[] = [];
let pastes = 0;
let worker: Worker | undefined;
let pause: ReturnType<typeof setTimeout> | undefined;

const pasted = byId<HTMLTextAreaElement>('pasted');
const status = byId('status');
const bar = byId<HTMLProgressElement>('progress');
const results = byId('results');
const ROWS = pasted.rows;

/** A worker created from a text has the security policy of this page: it cannot send requests either. */
const workerUrl = URL.createObjectURL(new Blob([workerProgram], { type: 'text/javascript' }));

function judge(): void {
  worker?.terminate();
  const texts = [...files, ...(pasted.value.trim() === '' ? [] : [{ name: PASTED, text: pasted.value }])];
  if (texts.length === 0) {
    bar.hidden = true;
    status.textContent = '';
    results.replaceChildren();
    return;
  }
  tell(`Judging ${count(texts.length, 'file')}…`);
  bar.hidden = false;
  bar.removeAttribute('value');
  worker = new Worker(workerUrl);
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data, texts));
  worker.addEventListener('error', ({ message }) => onAnswer({ kind: 'crashed', message }, texts));
  worker.postMessage({ texts });
}

function onAnswer(answer: Answer, texts: readonly ManifestText[]): void {
  if (answer.kind === 'progress') {
    bar.max = answer.of;
    bar.value = answer.done;
    byId('step').textContent = answer.text;
    return;
  }
  bar.hidden = true;
  byId('step').textContent = '';
  worker?.terminate();
  if (answer.kind === 'verdict') {
    showVerdict(answer.verdict, texts);
  } else if (answer.kind === 'unreadable') {
    showProblems(answer.problems);
  } else {
    tell('The verifier failed.');
    results.replaceChildren(element('p', { class: 'error' }, `${answer.message}. Please report it with the `
      + 'input that led to it.'));
  }
}

function tell(text: string): void {
  status.textContent = text;
}

function showProblems(problems: readonly InputProblem[]): void {
  tell(`${count(problems.length, 'file')} cannot be read, so nothing was checked.`);
  results.replaceChildren(element('ul', { class: 'error' }, ...problems.map(({ file, line, reason }) =>
    element('li', {}, `${file}${line === undefined ? '' : `:${line}`}: ${reason}`))));
}

function showVerdict({ report, findings, flow }: Verdict, texts: readonly ManifestText[]): void {
  tell(verdictText(report));
  const picture = new PictureView(flow, openFinding);
  results.classList.toggle('with-findings', findings.length > 0);
  results.replaceChildren(
    findingsList(findings, { texts: textsByName(texts), flow, docs: (rule) => `../rules/${rule}.html`, show: (fault) => picture.show(fault) }),
    ...picture.isEmpty ? [] : [picture.root],
    ...listed('Checked', report.coverage.judged),
    ...listed('Not checked', report.coverage.open.map(openText)),
    ...listed('Passed over', report.notices.slice(0, 50).map(({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}`)),
  );
}

/** Scrolls to a finding, and shows hidden ones first. */
function openFinding(fault: number): void {
  for (let more: HTMLButtonElement | null; document.getElementById(`finding-${fault}`) === null
    && (more = results.querySelector<HTMLButtonElement>('.findings > button')) !== null;) {
    more.click();
  }
  const card = document.getElementById(`finding-${fault}`);
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}

function listed(title: string, texts: readonly string[]): HTMLElement[] {
  return texts.length === 0 ? [] : [element('h2', {}, title), element('ul', {}, ...texts.map((text) => element('li', {}, text)))];
}

function add({ texts, refused }: ReadFiles): void {
  const replaced = new Set(texts.map(({ name }) => name));
  files = [...files.filter(({ name }) => !replaced.has(name)), ...texts];
  byId('refused').replaceChildren(...refused.map((reason) => element('li', {}, reason)));
  showFiles();
  judge();
}

function showFiles(): void {
  const shown = files.slice(0, 30).map(({ name }) => element('li', {}, name, ' ',
    element('button', { 'type': 'button', 'class': 'quiet', 'aria-label': `Remove ${name}`, 'click': () => { files = files.filter((file) => file.name !== name); showFiles(); judge(); } }, '×')));
  byId('files').replaceChildren(...shown, ...(files.length > shown.length ? [element('li', {}, 'and '
    + `${files.length - shown.length} more`)] : []));
  byId('clear').hidden = files.length === 0;
  // With files, an empty field gives its space to the findings.
  pasted.rows = files.length > 0 && pasted.value === '' ? 3 : ROWS;
}

function listen(): void {
  pasted.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    // A text area takes many seconds for a large text, a file none.
    if (text.length > LARGE) {
      event.preventDefault();
      pastes += 1;
      add({ texts: [{ name: `pasted-${pastes}.yaml`, text }], refused: [] });
    }
  });
  pasted.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(judge, PAUSE);
  });
  for (const id of ['choose-files', 'choose-folder']) {
    byId<HTMLInputElement>(id).addEventListener('change', ({ target }) => {
      const input = target as HTMLInputElement;
      void readChosen(input.files ?? []).then(add).then(() => { input.value = ''; });
    });
  }
  byId('clear').addEventListener('click', () => { files = []; showFiles(); judge(); });
  const zone = document.documentElement;
  zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('dropping'); });
  zone.addEventListener('dragleave', () => zone.classList.remove('dropping'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('dropping');
    if (event.dataTransfer !== null) {
      void readDropped(event.dataTransfer.items).then(add);
    }
  });
}

header();
listen();
add({ texts: takeOver(), refused: [] });
