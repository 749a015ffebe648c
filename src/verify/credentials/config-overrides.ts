import { nestUnder } from '../../common/data/json';
import type { Container } from '../kube/workload';
import type { Field } from '../read/field';
import type { ConfigMapping } from './config-section';

/**
 * `--auth.disableForHttp`, with or without a value behind an equals sign. Settings are grouped, so their
 * flags have a dot.
 */
const FLAG = /^--([a-z]\w*(?:\.\w+)+)(?:=(.*))?$/is;

/** A variable of a setting: its path in capitals, dots included. */
const VARIABLE = /^[A-Z]\w*(?:\.\w+)+$/;

/** Lists stand in one text, separated by commas. */
const LISTS = new Set(['scopes', 'allowedaudience', 'authorizeduris']);

/** Flags that need no value. */
const SWITCHES = new Set([
  'useauth', 'disableforhttp', 'disableforgrpc', 'insecure', 'insecureskipverify', 'enable', 'secure',
  'insecurecookieheader', 'useaudiencefromadmin',
]);

/**
 * What the environment and the command line of a container set over its config files, in the order in which
 * they win.
 *
 * Source: flytestdlib `config/viper/viper.go`: each setting is bound to the variable of its path in capitals,
 * dots included, and to the flag of its path; viper asks flags first, then the environment, then the files.
 */
export function configOverrides(container: Container): readonly ConfigMapping[] {
  const variables = container.env
    .filter(({ name, value }) => value !== undefined && VARIABLE.test(name) && name === name.toUpperCase())
    .map(({ name, value = '', field }) => mapping(name.toLowerCase(), value, field.child('value')));
  const words = !container.commandLine.some((word) => word.includes('--'))
    ? []
    : container.words.flatMap(({ text, field }) => text.split(/\s+/).map((word) => ({ word, field })));
  const flags = words.flatMap(({ word, field }, index) => {
    const [, name, value] = FLAG.exec(word.replace(/^(["'])(.*)\1$/, '$2')) ?? [];
    if (name === undefined) {
      return [];
    }
    const next = words[index + 1]?.word;
    const given = value ?? (SWITCHES.has(lastKey(name)) ? 'true' : next);
    return given === undefined ? [] : [mapping(name, given.replace(/^(["'])(.*)\1$/, '$2'), field)];
  });
  return [...variables, ...flags];
}

function mapping(path: string, text: string, field: Field): ConfigMapping {
  const value = LISTS.has(lastKey(path)) ? text.split(',').map((item) => item.trim()) : text;
  return { map: nestUnder(path, value), field, whole: true };
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
