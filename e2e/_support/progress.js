// A line for each test when it ends: a suite takes minutes, and jest would be silent until a file is done.

/** What a run shows of itself. */
class Progress {
  constructor({ testNamePattern }) {
    this.done = 0;
    // What was not asked for by its name is no news.
    this.isNamed = Boolean(testNamePattern);
  }

  onRunStart({ numTotalTestSuites }) {
    console.log(`${numTotalTestSuites} files`);
  }

  onTestFileStart({ path, context: { config: { rootDir } } }) {
    this.done = 0;
    this.file = path.slice(rootDir.length + 1);
    if (!this.isNamed) {
      console.log(`\n${this.file}`);
    }
  }

  onTestCaseResult(_, { status, duration, fullName, failureMessages }) {
    if (status !== 'passed' && status !== 'failed') {
      return;
    }
    if (this.isNamed && this.done === 0) {
      console.log(`\n${this.file}`);
    }
    this.done += 1;
    const seconds = ((duration ?? 0) / 1000).toFixed(1).padStart(6);
    console.log(`${seconds} s  ${status === 'passed' ? 'passed' : 'FAILED'}  ${fullName}${failureMessages.map((message) => `\n${message}`).join('')}`);
  }

  onTestFileResult({ path }, { testExecError, testResults, perfStats: { runtime } }) {
    if (testExecError) {
      console.log(`FAILED  ${path} could not be run:\n${testExecError.stack ?? testExecError.message ?? testExecError}`);
    }
    const left = testResults.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName);
    if (this.isNamed && this.done === 0) {
      return;
    }
    if (!this.isNamed) {
      left.forEach((name) => console.log(`          SKIPPED ${name}`));
    }
    console.log(`${(runtime / 1000).toFixed(0).padStart(6)} s  in all, ${this.done} tests`);
  }
}

module.exports = Progress;
