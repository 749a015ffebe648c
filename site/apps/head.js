// Before the page is seen: as the site is, or as the reader's system says.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('vitepress-theme-appearance');
  } catch {
    // A browser that keeps nothing keeps no theme.
  }
  const isDark = chosen === 'dark' || ((!chosen || chosen === 'auto') && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', isDark);
})();
