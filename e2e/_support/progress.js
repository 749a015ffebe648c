// Prints each test with its file when it ends: a suite takes minutes, and jest prints nothing until a file is done.

class Progress {
  constructor({ rootDir, testNamePattern }) {
    this.nameOf = (path) => path.slice(`${rootDir}/e2e/`.length).replace(/\.e2e\.ts$/, '');
    // Tests that the name pattern leaves out are not reported.
    this.isNamed = Boolean(testNamePattern);
  }

  onRunStart({ numTotalTestSuites }) {
    console.log(`${numTotalTestSuites} files`);
  }

  onTestCaseResult({ path }, { status, duration, fullName, failureMessages }) {
    if (status === 'passed' || status === 'failed') {
      const seconds = ((duration ?? 0) / 1000).toFixed(1).padStart(6);
      console.log(`${seconds} s  ${status === 'passed' ? 'passed' : 'FAILED'}  ${this.nameOf(path)}: ${fullName}${failureMessages.map((message) => `\n${message}`).join('')}`);
    }
  }

  onTestFileResult({ path }, { testExecError, testResults, perfStats: { runtime } }) {
    const name = this.nameOf(path);
    if (testExecError) {
      console.log(`FAILED  ${name} could not be run:\n${testExecError.stack ?? testExecError.message ?? testExecError}`);
    }
    const [left, done] = [true, false].map((isLeft) => testResults.filter(({ status }) => (status !== 'passed' && status !== 'failed') === isLeft));
    if (this.isNamed && done.length === 0) {
      return;
    }
    if (!this.isNamed) {
      left.forEach(({ fullName }) => console.log(`          SKIPPED ${name}: ${fullName}`));
    }
    console.log(`${(runtime / 1000).toFixed(0).padStart(6)} s  ${name}: in all, ${done.length} tests\n`);
  }
}

module.exports = Progress;
