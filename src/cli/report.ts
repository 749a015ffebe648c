import { styleText } from 'node:util';
import { packageVersion } from '../_internal/package-info';
import { RuleDescription } from '../verify/engine/rule';
import { SEVERITIES, Severity } from '../verify/engine/severity';
import { FORMATS } from '../verify/report/format';
import { PLAIN, Style } from '../verify/report/format-context';
import { Report } from '../verify/verify';
import { EXIT, Io } from './io';
import { deliver } from './output';

/** Writes a report in the chosen format, dressed up only for a terminal. */
export function deliverReport(
  report: Report,
  format: keyof typeof FORMATS,
  rules: readonly RuleDescription[],
  output: string | undefined,
  io: Io,
): void {
  const style = output === undefined && io.stdoutIsTerminal ? terminalStyle(io) : PLAIN;
  deliver(FORMATS[format](report, { version: packageVersion(), rules, style }), output, io);
}

/** A crash leaves a question open, which must never look like a pass; it outweighs findings. */
export function exitCode(report: Report, failOn: Severity): number {
  if (report.crashed.length > 0) {
    return EXIT.NO_VERDICT;
  }
  const grave = report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
  return grave ? EXIT.FINDINGS : EXIT.CLEAN;
}

function terminalStyle({ env }: Io): Style {
  const plain = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  // Whether colour is wanted is decided above; later Node versions would ask the terminal again.
  return plain ? PLAIN : (look, text) => styleText(look, text, { validateStream: false });
}
