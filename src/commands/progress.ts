/** A line that is written over on a terminal; nothing where no person looks. */
export function progressOn(stream: NodeJS.WriteStream): {
  show: (what: string, count: number) => void;
  end: () => void;
} {
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  return {
    show: (what, count) => stream.write(`\r\u001b[K${what} ${count}`),
    end: () => void stream.write('\r\u001b[K'),
  };
}
