import { cpus } from 'node:os';

/** One measured figure: its name, then what was measured, in units that stand at the end of each field's name. */
export type Fields = Readonly<
  Record<string, string | number | boolean | null | Readonly<Record<string, number>>>
>;

/** How a bench run was asked for. */
export interface BenchOptions {
  /** The sizes of `design.md`, which take longer. */
  readonly full: boolean;
  /** Profiles the thread under load where a figure can, and names its most expensive functions. */
  readonly profile: boolean;
}

/** Prints a figure as one JSON line. */
export function report(figure: string, fields: Fields): void {
  console.log(JSON.stringify({ figure, ...fields }));
}

/** Says what is being done, to a person who waits. */
export function say(text: string): void {
  console.error(`bench: ${text}`);
}

export function machineFacts(): Fields {
  const [first] = cpus();
  return {
    cores: cpus().length,
    processor: first?.model.trim() ?? 'unknown',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The smallest value that at least the given part (0 to 1) of them do not exceed. */
export function quantile(values: ArrayLike<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
}

export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** To three significant digits: more would be noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
