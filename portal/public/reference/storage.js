// In an opaque origin the browser has no storage, and says so by throwing. Scalar reads it while it loads and does not
// expect that, so that it gets storages which are forgotten with the frame.
(() => {
  const inMemory = () => {
    const items = new Map();
    return {
      get length() {
        return items.size;
      },
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (name) => items.get(String(name)) ?? null,
      setItem: (name, value) => void items.set(String(name), String(value)),
      removeItem: (name) => void items.delete(String(name)),
      clear: () => items.clear(),
    };
  };
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { value: inMemory(), configurable: false, writable: false });
})();
