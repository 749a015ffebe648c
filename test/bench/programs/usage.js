// Preloaded into every Node process of a measured program: notes at its end what it used, from its first moment.
const { appendFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { BENCH_USAGE } = process.env;
if (isMainThread && BENCH_USAGE) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    appendFileSync(BENCH_USAGE, `${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 })}\n`);
  });
}
