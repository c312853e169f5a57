/**
 * For crash tests: kills the process, as a power cut would, when it passes the named point for the n-th time
 * (`invoice.before_commit:2`; 1 when no number is given). Without a name, nothing ever happens.
 */
export function failpointAt(setting: string | undefined): (name: string) => void {
  if (setting === undefined) return () => {};
  const [wanted, nth = '1'] = setting.split(':');
  let passed = 0;
  return (name) => {
    if (name !== wanted) return;
    passed += 1;
    if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
  };
}
