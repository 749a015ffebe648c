/** Lets jest resolve the schema packages: they export nothing but ES modules, which the transform turns into CommonJS. */
module.exports = (request, options) =>
  options.defaultResolver(request, {
    ...options,
    conditions: /(^|\/)(@kubernetes-models\/|kubernetes-models\/)/.test(request) ? ['import'] : options.conditions,
  });
