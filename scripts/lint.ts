import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argumentsOf } from './command';

/**
 * Lint. Types and what oxlint knows by itself are checked everywhere, in a second or two each; rules of style come from plugins in
 * JavaScript and take longer than all else. With `--changed`, as in `npm test`, they are asked of what differs from the default branch of
 * `origin`, which has passed; with `--style` nothing but them is asked. The folders and files that are linted are arguments, too.
 */
const ROOT = join(__dirname, '..');

const given = argumentsOf('npm run lint [-- --changed --style]   Check types and lint; --changed: style of changed files alone, --style: nothing but style');
const everything = given.filter((argument) => !argument.startsWith('-'));

function passes(style: 'on' | 'off', ...options: readonly string[]): boolean {
  const env = { ...process.env, STYLE: style };
  return spawnSync('oxlint', ['--config', 'oxlint.config.mjs', ...options], { cwd: ROOT, stdio: 'inherit', env }).status === 0;
}

/** Lines that git prints; nothing where it cannot answer, or there is no git. */
function git(...options: readonly string[]): string[] | undefined {
  const { status, stdout } = spawnSync('git', options, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : undefined;
}

/** Sources that differ from the default branch of `origin`; everything where nobody knows. */
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
