/**
 * How often, and how long apart, what failed in passing is asked again: connections that break,
 * and the statuses 429, 502, 503 and 504.
 */
export interface Retry {
  /** How often at most after the first time; 0 for never. */
  times: number;
  /** The first wait, in milliseconds. It doubles with each failure; half of it is left to chance. */
  firstMs: number;
  /** The longest wait, in milliseconds. A server that asks for more is not asked again. */
  mostMs: number;
}

/** Six times within about six seconds. */
export const RETRY: Retry = { times: 6, firstMs: 100, mostMs: 5000 };

/**
 * How long to wait after so many failures before this one, in milliseconds; `undefined` to give up.
 * `asked` is what the server asked for, `chance` is in 0..1.
 */
export function wait(
  retry: Retry,
  failures: number,
  asked: number | undefined,
  chance: number,
): number | undefined {
  if (failures >= retry.times || (asked ?? 0) > retry.mostMs) return undefined;
  const whole = Math.min(retry.firstMs * 2 ** failures, retry.mostMs);
  return Math.max(whole * (0.5 + chance / 2), asked ?? 0);
}
