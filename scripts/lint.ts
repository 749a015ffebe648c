import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argumentsOf } from './command';

/**
 * Lint. Types and the built-in rules of oxlint run everywhere, in a second or two each; style rules are
 * JavaScript plugins and take much longer. With `--changed`, as in `npm test`, they run only for differences
 * from the default branch of `origin`, which has passed; with `--style` only they run. Other arguments are
 * folders and files.
 */
const ROOT = join(__dirname, '..');

const given = argumentsOf('npm run lint [-- --changed --style]   Check types and lint; --changed: style only of changed files, --style: only style');
const everything = given.filter((argument) => !argument.startsWith('-'));

function passes(style: 'on' | 'off', ...options: readonly string[]): boolean {
  const env = { ...process.env, STYLE: style };
  return spawnSync('oxlint', ['--config', 'oxlint.config.mjs', ...options], { cwd: ROOT, stdio: 'inherit', env }).status === 0;
}

/** The output lines of git; undefined if git fails or is missing. */
function git(...options: readonly string[]): string[] | undefined {
  const { status, stdout } = spawnSync('git', options, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : undefined;
}

/** Sources that differ from the default branch of `origin`; all sources if unknown. */
function changed(): readonly string[] {
  const [base] = git('merge-base', 'HEAD', 'origin/HEAD') ?? [];
  const differing = base && git('diff', '--name-only', '--diff-filter=d', base);
  const added = git('ls-files', '--others', '--exclude-standard');
  if (!differing || !added) {
    return everything;
  }
  return [...differing, ...added].filter((file) => file.endsWith('.ts')
    && everything.some((asked) => file === asked || file.startsWith(`${asked}/`)));
}

const styled = given.includes('--changed') ? changed() : everything;
const isSound = given.includes('--style') || passes('off', '--type-aware', '--type-check', ...everything);
const isStyled = styled.length === 0 || passes('on', ...styled);
process.exitCode = isSound && isStyled ? 0 : 1;
