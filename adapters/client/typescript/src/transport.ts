import { AgentCityError, type Problem, problemError, refused } from "./errors.js";
import { type Retry, wait } from "./retry.js";

/** Whose key a method needs. What it lacks is not made up for here: the server says so. */
export type Speaker = "either" | "owner" | "agent";

/** What is asked, without where. */
export interface Call {
  method: "GET" | "POST" | "DELETE";
  /** Below the surface's prefix; its parts are encoded already. */
  path: string;
  query?: object;
  body?: object;
  as: Speaker;
}

/** Where the server is, who asks, and how patiently. */
export interface Settings {
  base: string;
  owner: string | undefined;
  agent: string | undefined;
  retry: Retry;
  timeoutMs: number;
  /** What commands carry instead of new keys. */
  once: string | undefined;
}

/** A failed attempt. */
class Failure {
  constructor(
    readonly error: AgentCityError,
    /** Whether the same may succeed when it is asked again. */
    readonly passes: boolean,
    /** How long the server asks to wait, in milliseconds. */
    readonly asked?: number,
  ) {}
}

/** Sends calls until there is an answer, or no hope for one. */
export class Transport {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The same, with this key on every command. */
  once(key: string): Transport {
    return new Transport({ ...this.#settings, once: key });
  }

  /** Whether there is any key. */
  get hasKey(): boolean {
    return Boolean(this.#settings.owner ?? this.#settings.agent);
  }

  /** The whole address of a path. */
  url(path: string): string {
    return this.#settings.base + path;
  }

  /** The headers that say who asks. */
  authorization(as: Speaker): Record<string, string> {
    const { owner, agent } = this.#settings;
    const key = as === "agent" ? (agent ?? owner) : (owner ?? agent);
    return key ? { Authorization: `Bearer ${key}` } : {};
  }

  /** The answer to a call, without the `success` that every answer has. */
  async ask<T extends object>(call: Call): Promise<T> {
    const { retry, once } = this.#settings;
    const headers = this.authorization(call.as);
    if (call.method === "POST") headers["Idempotency-Key"] = once ?? crypto.randomUUID();
    if (call.body) headers["Content-Type"] = "application/json";
    const body = call.body ? written(call.body) : null;
    // A removal that was done is not there to be done again: its second answer would say that
    // nothing was removed.
    const safe = call.method !== "DELETE";
    for (let failures = 0; ; failures += 1) {
      const answer = await this.#attempt<T>(call, headers, body);
      if (!(answer instanceof Failure)) return answer;
      const again = safe && answer.passes;
      const pause = again ? wait(retry, failures, answer.asked, Math.random()) : undefined;
      if (pause === undefined) throw answer.error;
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }

  async #attempt<T extends object>(
    call: Call,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<T | Failure> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.url(call.path) + search(call.query), {
        method: call.method,
        headers,
        body,
        // The server gives none, and a key must not go elsewhere.
        redirect: "manual",
        signal: AbortSignal.timeout(this.#settings.timeoutMs),
      });
      text = await response.text();
    } catch (cause) {
      const detail = "the server was not reached, or its answer was lost";
      return new Failure(new AgentCityError(0, { code: "unreachable", detail }, cause), true);
    }
    const answered = object(text);
    if (!response.ok) return failed(response, told(answered) ?? { title: response.statusText });
    if (!answered) {
      const detail = "the answer is no JSON object";
      return new Failure(new AgentCityError(response.status, { code: "unreadable", detail }), false);
    }
    const { success: _, ...answer } = answered;
    return answer as T;
  }
}

/** Parameters as JSON; not all that JavaScript can hold has one. */
function written(parameters: object): string {
  try {
    return JSON.stringify(parameters);
  } catch (error) {
    throw refused("body", String(error));
  }
}

function failed(response: Response, problem: Problem): Failure {
  const passes = [429, 502, 503, 504].includes(response.status);
  const seconds = response.headers.get("retry-after") ?? "";
  const error = problemError(response.status, problem);
  return /^\d+$/.test(seconds)
    ? new Failure(error, passes, Number(seconds) * 1000)
    : new Failure(error, passes);
}

/** The server's own words, if they are: what stands before it may answer with other JSON. */
function told(body: Record<string, unknown> | undefined): Problem | undefined {
  const own = typeof body?.["code"] === "string" && typeof body["detail"] === "string";
  return own ? body : undefined;
}

/** A JSON object, if the text is one. */
function object(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const plain = typeof value === "object" && value !== null && !Array.isArray(value);
    return plain ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The parameters that have a value, with their question mark. */
function search(query: object = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `?${parameters}` : "";
}
