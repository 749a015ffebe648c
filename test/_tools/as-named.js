const { default: Sequencer } = require('@jest/test-sequencer');

/** Test files in the order in which the command names them. */
module.exports = class AsNamed extends Sequencer {
  sort(tests) {
    return tests;
  }
};
