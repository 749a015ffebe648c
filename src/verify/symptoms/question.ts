/** How words are read: those of symptoms, of tired people, and of software that wraps its messages. */

/** Words without meaning for the search. */
const NOISE = new Set([
  'a', 'an', 'and', 'are', 'at', 'but', 'do', 'does', 'for', 'from', 'get', 'gets', 'has', 'have', 'i', 'in',
  'is', 'it', 'its', 'my', 'of', 'on', 'or', 'our', 'the', 'their', 'to', 'we', 'when', 'why', 'with',
  'any', 'as', 'be', 'been', 'by', 'can', 'did', 'if', 'isn', 'me', 'must', 'not', 't', 'that', 'there',
  'this', 'us', 'was', 'were', 'will', 'you', 'cant', 'cannot', 'dont', 'doesnt', 'didnt', 'work', 'works',
  'everything',
]);

/** The maximum number of characters read from a log. */
const MOST = 4000;

/** Lines of a log that report an error. */
const COMPLAINT =
  /error|fail|warn|panic|fatal|denied|refused|invalid|un(?:auth|known|able)|not |no such|[45]\d\d/i;

/** The last different error lines of a pasted log; a shorter text unchanged. */
export function complaintsIn(question: string): string {
  if (question.length <= MOST) {
    return question;
  }
  const lines = [...new Set(question.split('\n'))];
  const complaints = lines.filter((line) => COMPLAINT.test(line));
  return (complaints.length > 0 ? complaints : lines).join('\n').slice(-MOST);
}

/** The part of a question with the problem, in the spelling of known words. */
export function asMeant(question: string, known: ReadonlySet<string>): string {
  const said = question.split('\n').map(saidIn).join('\n').replace(ENVELOPE, ' ');
  return contrasted(said.replace(WRAPPER, '').replace(OTHER_PATH, ' '))
    .replace(/[a-z]{5,}/gi, (word) => spelt(word.toLowerCase(), known) ?? word);
}

/** A message without its names: quoted texts, objects, addresses, lists. */
export function withoutNames(question: string): string {
  return question.replace(NAMED, ' ');
}

const NAMED = new RegExp([
  String.raw`"[^"]*"`, String.raw`'[^']*'`, '`[^`]*`', String.raw`\[[^\]]*\]`, String.raw`\bhttps?://\S+`,
  String.raw`\b[a-z0-9-]+/[a-z0-9.-]*[a-z0-9]`, String.raw`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?`,
].join('|'), 'g');

/** The prefix of loggers: time, process, source location and request. */
const ENVELOPE = new RegExp([
  String.raw`\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\S*(?: (?:ERR|WRN|INF|DBG)\b)?`,
  String.raw`\[error\] \d+#\d+: \*\d+`, String.raw`\b[EWI]\d{4} [\d:.]+ +\d+ \w+\.go:\d+\]`,
  String.raw`\b(?:time|level|entryPointName|routerName|middlewareName|middlewareType)=(?:"[^"]*"|\S*)`,
  String.raw`, (?:client|server|host|referrer): "?[^",]*"?`,
  String.raw`\bHTTP\/[\d.]+"?(?= \d{3}\b)`,
  String.raw`\b(?:Warning|Normal) +[A-Z]\w+ +\w+ \(x\d+ over \w+\) +\S+`,
].join('|'), 'g');

/** The message of a JSON log entry. */
function saidIn(line: string): string {
  const said = /^\{.*"level":/.test(line) ? [...line.matchAll(SAID)] : [];
  return said.length > 0 ? said.map(([, text]) => text.replace(/\\"/g, '"')).join(': ') : line;
}

const SAID = /"(?:msg|message|err|error)":\s*"((?:[^"\\]|\\.)*)"/g;

/** A path of the APIs is an address: "/api" does not mean API keys. */
const OTHER_PATH = /(?<![\w.:/])\/(?:api|v\d+)\b[\w./-]*/g;

/** Go's wrapper around the provider's error code, which is more specific. */
const WRAPPER = new RegExp(
  String.raw`\b(?:oauth2: )?cannot fetch token:? .*?`
    + String.raw`(?=[a-z]+_(?:client|scope|grant|denied|request)\b|AADSTS\d)`, 'i',
);

/** Without the occasion, such as an upgrade, if the question also states the problem. */
export function withoutOccasion(question: string): string {
  return question.replace(OCCASION, ' ').trim();
}

const OCCASION = new RegExp([
  String.raw`\b(?:it |all |this )?(?:worked |was fine |was ok )?`,
  String.raw`(?:after|since|before|until|following) (?:the |a |an |our )?`,
  String.raw`(?:\w+ )?(?:upgrade|update|sync|rollout|restart|rotation|deploy(?:ment)?)\b[:,]?`,
  String.raw`|^(?:\w+ )?(?:upgrade|sync|rotation) (?:done|went through|finished)\b[:,]?`,
  String.raw`(?: (?:but|and))?(?: now)?`,
].join(''), 'gi');

/**
 * In "login works but the API is 403" the login is not the problem; in "works with A but not with B" B is.
 */
function contrasted(question: string): string {
  const [, subject, butNot, justNot, wrong] = CONTRAST.exec(question) ?? [];
  if (wrong === undefined) {
    return question;
  }
  return (butNot ?? justNot) === undefined ? wrong : `${subject} does not work ${wrong}`;
}

const CONTRAST = new RegExp([
  String.raw`^(.*?)(?<!not |n.?t )\b(?:works?|is working|ok|okay|fine)\b.*?`,
  String.raw`(?:\b(?:but|yet|while|however|except(?: for)?|apart from|other than) (not |never )?`,
  String.raw`|\b(not) (?=(?:on|in|with|through|from|for|via|over|by|when)\b))`,
  String.raw`(.*)$`,
].join(''), 'is');

/** The known word that differs by one missing letter or by the order of letters. */
function spelt(word: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(word)) {
    return undefined;
  }
  const letters = sorted(word);
  return [...known].find((each) => each.length === word.length && sorted(each) === letters)
    ?? [...known].find((each) => lacksOne(word, each));
}

function lacksOne(word: string, whole: string): boolean {
  const at = [...whole].findIndex((letter, index) => letter !== word[index]);
  return word.length === whole.length - 1 && at > 0 && at < word.length
    && word.slice(at) === whole.slice(at + 1);
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

/**
 * Names of programs, such as `NotAllowedByListeners`, `invalid_client`, `AADSTS50011`, are the most specific.
 */
const CODE = /\b(?:[A-Z][a-z]+(?:[A-Z][a-z]+)+|[a-z]+(?:_[a-z]+)+|[A-Z]{3,}[A-Z_]*\d+)\b/g;

export function codesIn(text: string): ReadonlySet<string> {
  return new Set((text.match(CODE) ?? []).flatMap((name) => TERMS.processTerm(name.toLowerCase()) ?? []));
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z]{5,}/g) ?? [];
}

/** The significant words, each as a whole and by its parts (`invalid_client`). */
export function termsOf(text: string): string[] {
  return TERMS.tokenize(text).flatMap((term) => TERMS.processTerm(term) ?? []);
}

/** The significant words, separated and enclosed by blanks, for searching one text in another. */
export function rowOf(text: string): string {
  const row = inOneWord(text.toLowerCase()).replace(NEGATION, ' not ').split(/[^a-z0-9]+/)
    .flatMap((term) => (term === 'not' ? term : TERMS.processTerm(term) ?? []));
  return ` ${row.filter(Boolean).join(' ')} `;
}

/** "The Secret exists" must not match "the Secret doesn't exist". */
const NEGATION = /\b(?:can(?:not|t)|(?:does|do|did|is|are|was|could|would|ca)n.?t)\b/g;

/** One word for common phrases. */
function inOneWord(text: string): string {
  return text.replace(DOMAIN, '').replace(/\b([45]\d\d)'?s\b/g, '$1').replace(TIMES, ' periodically ')
    .replace(SIGN_IN, 'login').replace(SIGN_OUT, 'logout')
    .replace(NOT_WORKING, ' notwork ').replace(NOT_SEEING, ' notsee ').replace(GONE, 'gone')
    .replace(/(?<=[a-z]{3}[^s])(?<!http)s\b/g, '');
}

/** The owner of an annotation, an API group or a page is not specific. */
const DOMAIN = /(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|io|net|org|sh)\/(?=\w)/g;

const SIGN_IN =
  /\b(?:logins?|logons?|sso|(?:log(?:s|ging|ged)?|sign(?:s|ing|ed)?)[ -]?(?:in|on)(?=$|[^a-z])|signin)\b/g;

/** A person's action: "logged out" is also the end of a session. */
const SIGN_OUT = /\b(?:log|sign)(?:ing)?[ -]?(?:out|off)\b/g;

/** Words for a former state. */
const GONE = /\b(?:lost|loses|gone|disappear(?:s|ed)?|vanish(?:es|ed)?|wipe[sd]?|delete[sd]?|remove[sd]?)\b/g;

/** Not being able to see differs from being able to see. */
const NOT_SEEING = new RegExp(
  String.raw`\b(?:can ?not|can.?t|could(?: not|n.?t)|(?:do|does|did)(?: not|n.?t)) `
    + String.raw`(?:see|view|list|open|access)\b|\bsees? (?:no|nothing)\b`, 'g',
);

const NOT_WORKING = new RegExp(
  String.raw`\b(?:(?:do|does|did|is|are)(?: not|n.?t)|not|never|can ?not|can.?t) work(?:s|ing)?\b`
    + String.raw`|\b(?:geht|gehen|funktioniert) nicht\b`, 'g',
);

/** Words for periodic events. */
const TIMES = new RegExp([
  String.raw`\b(?:every|each|per|after|within|for|than|only|once|twice|times) `,
  String.raw`(?:(?:about|around|just|exactly) )?(?:(?:an?|one|two|(?:a )?few|some|\d+) ?)?`,
  String.raw`(?:seconds|min(?:ute)?s?|h(?:ou)?rs?|days?|mornings?|nights?|weeks?|while)\b`,
  String.raw`|\b(?:hourly|daily|weekly|overnight|periodically|constantly|at midnight|(?:so|too) often)\b`,
].join(''), 'g');

/** Names such as `invalid_client` match as a whole and by their parts. */
export const TERMS = {
  tokenize: (text: string) =>
    inOneWord(text.toLowerCase())
      .split(/[^a-z0-9_-]+/)
      .flatMap((word) => (/[_-]/.test(word) ? [word, ...word.split(/[_-]+/)] : [word]))
      .filter(Boolean),
  processTerm: (term: string) => (NOISE.has(term) ? null : stem(term)),
};

/** "rotating" must match "was rotated". */
function stem(term: string): string {
  return /^[a-z]{6,}$/.test(term) ? term.replace(ENDING, '') : term;
}

const ENDING = /(?:ations?|ating|ated|ates?|ings?|ions?|ors?|ers?|ed|es|e)$/;
