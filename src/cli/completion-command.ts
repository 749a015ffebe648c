import { Command, command, EXIT, NamedCommand, oneOf, Option, UsageError } from './command';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const NAME = 'cdk8s-union-auth';

/** The possible next words of a command line. */
interface Words {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly (Pick<Option, 'value' | 'help'> & { readonly name: string })[];
  readonly further: readonly string[];
}

/** @param commands all commands */
export function completionCommand(commands: readonly NamedCommand[]): Command {
  return command({
    usage: ['completion SHELL'],
    about: `
Prints what makes a shell complete commands, options, rules and files: ${SHELLS.join(', ')}.

  bash   eval "$(${NAME} completion bash)"                     in ~/.bashrc
  zsh    eval "$(${NAME} completion zsh)"                      in ~/.zshrc, after compinit
  fish   ${NAME} completion fish | source                      in ~/.config/fish/config.fish
`,
    options: {},
    words: SHELLS,
    exits: '0 printed; 2 wrong usage.',
    run({ positionals: [shell, ...rest] }, io) {
      if (shell === undefined || rest.length > 0) {
        throw new UsageError(`Name one shell: ${SHELLS.join(', ')}`);
      }
      io.stdout(SCRIPTS[oneOf('completion', shell, SHELLS)](commands.map(wordsOf)));
      return EXIT.CLEAN;
    },
  });
}

function wordsOf({ name, summary, load }: NamedCommand): Words {
  const { options, words = [] } = load();
  const described = Object.entries(options).map(([option, { value, help }]) =>
    // A line has room for the first ones.
    ({ name: `--${option}`, value, help: help.replace(/(?:[;.:?] | \(default: ).*$/, '') }));
  const all = [...described, { name: '--help', help: 'describe the command' }];
  return { name, summary, options: all, further: words };
}

const HEADING = `# Completion of ${NAME}, and of the same command as kubectl's plugin. Made by "${NAME} `
  + 'completion".';

function bash(words: readonly Words[]): string {
  return [
    HEADING,
    '_cdk8s_union_auth() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" options=\'\' further=\'\'',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    further='${words.map(({ name }) => name).join(' ')}' options='--help --version'`,
    '  else',
    '    case "${COMP_WORDS[1]}" in',
    ...words.map(({ name, options, further }) =>
      `      ${name}) options='${options.map((option) => option.name).join(' ')}' `
        + `further='${further.join(' ')}' ;;`),
    '    esac',
    '  fi',
    '  case "$word" in',
    '    -*) further="$options" ;;',
    '  esac',
    '  while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen -W "$further" -- "$word")',
    '  case "$word" in',
    '    -*) ;;',
    '    *) [ "$COMP_CWORD" -eq 1 ] || while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen -f '
      + '-- "$word") ;;',
    '  esac',
    '}',
    `complete -o filenames -F _cdk8s_union_auth ${NAME} kubectl-union_auth`,
    '',
  ].join('\n');
}

function zsh(words: readonly Words[]): string {
  const described = (name: string, text: string) =>
    `'${name.replace(/:/g, '\\:')}:${text.replace(/'/g, '\'\\\'\'')}'`;
  return [
    `#compdef ${NAME} kubectl-union_auth`,
    HEADING,
    '_cdk8s_union_auth() {',
    '  local -a commands options further',
    `  commands=(${words.map(({ name, summary }) => described(name, summary)).join(' ')})`,
    '  if (( CURRENT == 2 )); then',
    '    _describe command commands',
    '    return',
    '  fi',
    '  case "${words[2]}" in',
    ...words.map(({ name, options, further }) => [
      `    ${name})`,
      `      options=(${options.map((option) => described(option.name, option.help)).join(' ')})`,
      `      further=(${further.join(' ')})`,
      '      ;;',
    ].join('\n')),
    '  esac',
    '  case "${words[CURRENT]}" in',
    '    -*) _describe option options ;;',
    '    *) (( ${#further} )) && compadd -a further; _files ;;',
    '  esac',
    '}',
    `compdef _cdk8s_union_auth ${NAME} kubectl-union_auth`,
    '',
  ].join('\n');
}

function fish(words: readonly Words[]): string {
  const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, '\\\'')}'`;
  return [
    HEADING,
    ...[NAME, 'kubectl-union_auth'].flatMap((program) => [
      `complete -c ${program} -n __fish_use_subcommand -f`,
      ...words.flatMap(({ name, summary, options, further }) => {
        const after = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`;
        return [
          `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
          ...options.map((option) =>
            `${after} -l ${option.name.slice(2)}${option.value === undefined ? '' : ' -r'} -d `
              + `${quoted(option.help)}`),
          ...(further.length === 0 ? [] : [`${after} -a ${quoted(further.join(' '))}`]),
        ];
      }),
    ]),
    '',
  ].join('\n');
}

const SCRIPTS: Readonly<Record<Shell, (words: readonly Words[]) => string>> = { bash, zsh, fish };
