// What runs in the frame of the reference (pages/marketplace/product/reference-frame.tsx). It has no session, no storage and
// no network: the document and the colors come from the page around it, and nothing but three kinds of messages goes back.
(() => {
  const tell = (message) => parent.postMessage(message, '*');

  /** Nothing here leads to Scalar's own services, and nothing is sent: calls are tried in the portal's console. */
  const options = {
    agent: { disabled: true },
    mcp: { disabled: true },
    telemetry: false,
    hideTestRequestButton: true,
    hideClientButton: true,
    documentDownloadType: 'none',
    persistAuth: false,
    showDeveloperTools: 'never',
    withDefaultFonts: false,
    hideDarkModeToggle: true,
    defaultOpenAllTags: true,
    proxyUrl: '',
    externalUrls: { dashboardUrl: '', registryUrl: '', proxyUrl: '', apiBaseUrl: '' },
  };

  function draw(content, dark) {
    if (typeof Scalar === 'undefined') throw new Error('the script of the reference did not load');
    const mode = dark ? 'dark' : 'light';
    Scalar.createApiReference('#reference', {
      ...options,
      content,
      darkMode: dark,
      forceDarkModeState: mode,
    });
  }

  let isDark = null;

  function keepMode() {
    const { classList } = document.body;
    if (
      isDark === null ||
      (classList.contains('dark-mode') === isDark && classList.contains('light-mode') !== isDark)
    )
      return;
    classList.toggle('dark-mode', isDark);
    classList.toggle('light-mode', !isDark);
  }
  // Scalar goes back to the mode that it was made with whenever the system's changes; the page around it knows better.
  new MutationObserver(keepMode).observe(document.body, { attributeFilter: ['class'] });

  function paint({ dark, colors }) {
    isDark = dark;
    keepMode();
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
    for (const [name, color] of Object.entries(colors)) document.body.style.setProperty(name, color);
  }

  addEventListener('message', ({ source, data }) => {
    if (source !== parent) return;
    try {
      if (data.kind === 'document') draw(data.document, data.theme.dark);
      paint(data.theme);
      tell({ kind: 'drawn' });
    } catch (error) {
      console.warn(error);
      tell({ kind: 'failed' });
    }
  });

  // A frame in a sandbox opens no window, and leaving for elsewhere would leave the reference: the page around it says
  // where the link leads, and the reader decides.
  addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      const here = location.href.split('#')[0];
      if (!link || link.href.split('#')[0] === here) return;
      event.preventDefault();
      event.stopPropagation();
      tell({ kind: 'link', href: link.href });
    },
    true,
  );
})();
