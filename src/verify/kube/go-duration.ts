/** What Go's `time.ParseDuration` reads: `5m`, `1h30m`, `-1.5s`, and `0`, which needs no unit. */
export function isGoDuration(text: string): boolean {
  return /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}
