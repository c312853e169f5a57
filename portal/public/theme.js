// Runs before the first paint (index.html loads it blocking). portal/ui/theme.ts keeps the same rule afterwards.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('turnpike.theme') ?? 'system';
  } catch {
    // Storage may be forbidden; the system's own theme is then the answer.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
