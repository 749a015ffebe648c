/**
 * What lint checks. Rules of style are plugins in JavaScript and take ten times as long as all others: `STYLE=off` leaves them out, and
 * scripts/lint.ts asks them of what has changed. Which packages a file may import is checked by test/architecture.test.ts.
 */
const rules = {
  'curly': ['error', 'multi-line', 'consistent'],
  'typescript/no-require-imports': 'error',
  'import/no-duplicates': 'error',
  'no-shadow': 'error',
  'dot-notation': 'error',
  'no-bitwise': 'error',
  'no-restricted-properties': ['error', { object: 'URL', property: 'canParse', message: 'It denies letters beyond ASCII once V8 has optimized its caller.' }],
  'typescript/no-floating-promises': 'error',
  'typescript/return-await': 'error',
};

// What the next person reads comes in pieces that fit on a screen.
const ofSources = {
  'max-lines-per-function': ['error', { max: 40 }],
  'max-params': ['error', { max: 4 }],
  'no-nested-ternary': 'error',
};

const style = {
  '@stylistic/indent': ['error', 2],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true }],
  '@stylistic/comma-dangle': ['error', 'always-multiline'],
  '@stylistic/comma-spacing': ['error', { before: false, after: true }],
  '@stylistic/no-multi-spaces': ['error', { ignoreEOLComments: false }],
  '@stylistic/array-bracket-spacing': ['error', 'never'],
  '@stylistic/array-bracket-newline': ['error', 'consistent'],
  '@stylistic/object-curly-spacing': ['error', 'always'],
  '@stylistic/object-curly-newline': ['error', { multiline: true, consistent: true }],
  '@stylistic/object-property-newline': ['error', { allowAllPropertiesOnSameLine: true }],
  '@stylistic/keyword-spacing': 'error',
  '@stylistic/brace-style': ['error', '1tbs', { allowSingleLine: true }],
  '@stylistic/space-before-blocks': 'error',
  '@stylistic/member-delimiter-style': 'error',
  '@stylistic/semi': ['error', 'always'],
  '@stylistic/max-len': ['error', {
    code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true, ignoreRegExpLiterals: true,
  }],
  '@stylistic/quote-props': ['error', 'consistent-as-needed'],
  '@stylistic/key-spacing': 'error',
  '@stylistic/no-multiple-empty-lines': 'error',
  '@stylistic/no-trailing-spaces': 'error',
  'eslint-import/order': ['error', { groups: ['builtin', 'external', 'parent', 'sibling', 'index'], alphabetize: { order: 'asc', caseInsensitive: true } }],
  'eslint-typescript/member-ordering': ['error', {
    default: [
      'public-static-field', 'public-static-method', 'protected-static-field', 'protected-static-method', 'private-static-field', 'private-static-method',
      'field', 'constructor', 'method',
    ],
  }],
};

const hasStyle = process.env.STYLE !== 'off';

export default {
  plugins: ['typescript', 'import'],
  categories: { correctness: 'off' },
  ignorePatterns: ['**/*.js', '**/*.mjs'],
  jsPlugins: hasStyle ? [
    '@stylistic/eslint-plugin',
    { name: 'eslint-import', specifier: 'eslint-plugin-import' },
    { name: 'eslint-typescript', specifier: '@typescript-eslint/eslint-plugin' },
  ] : [],
  // The order of imports asks where each of them leads: found at the first try, it costs nothing that one would notice.
  settings: { 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
  rules: { ...rules, ...hasStyle && style },
  overrides: [{
    files: ['src/**'],
    rules: { ...ofSources, ...hasStyle && { '@stylistic/max-len': ['error', { code: 110, ignorePattern: '(eslint|oxlint)-disable' }] } },
  }],
};
